import type { Body } from './definition';
import { readTransition, type Transition } from './transitions';

export const transitionsOf = (body: Body): Transition[] =>
  (body.transitions ?? []).flatMap((raw) => {
    const transition = readTransition(raw);
    return transition ? [transition] : [];
  });

/** How many steps stand before each step, on the longest way. What goes in a circle stops at the number of steps. */
export const ranksOf = (body: Body): Map<string, number> => {
  const ids = Object.keys(body.steps ?? {});
  const ranks = new Map(ids.map((id) => [id, 0]));
  const ways = transitionsOf(body).filter(({ from, to }) => ranks.has(from) && ranks.has(to) && from !== to);
  for (let round = 1, moved = true; moved && round < ids.length; round++) {
    moved = false;
    for (const { from, to } of ways) {
      const rank = Math.min(ids.length, (ranks.get(from) ?? 0) + 1);
      if (rank <= (ranks.get(to) ?? 0)) continue;
      ranks.set(to, rank);
      moved = true;
    }
  }
  return ranks;
};
