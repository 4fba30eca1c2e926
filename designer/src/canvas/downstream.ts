import type { Body } from './definition';
import { readTransition } from './transitions';

/** Steps and all that lies behind them, in the order of the definition: what a rerun does again, what an approval lets go. */
export const downstreamOf = (definition: Body, from: readonly string[]): string[] => {
  const reached = new Set(from);
  const ways = (definition.transitions ?? []).map(readTransition).filter((way) => way !== undefined && way !== null);
  for (const step of reached) for (const way of ways) if (way.from === step) reached.add(way.to);
  return Object.keys(definition.steps ?? {}).filter((step) => reached.has(step));
};
