import type { Activities, Body, RawTransition, Step } from '@/canvas/definition';
import { isAdverse, normalOutcomes } from '@/canvas/outcomes';
import { changeBody, idOf, parentOf } from '@/canvas/paths';
import { readTransition, writeTransition } from '@/canvas/transitions';
import type { Edit } from './edit';
import { isFreeId } from './ids';
import { settled } from './layout';

/** Steps of one body go into a new container. What led to them leads to it; what left them leaves it: adverse outcomes as its `failed`. */
export const wrap =
  (paths: readonly string[], activity: string, id: string, activities: Activities): Edit =>
  (definition) =>
    changeBody(definition, parentOf(paths[0] ?? ''), (body) => {
      const ids = new Set(paths.map(idOf).filter((one) => body.steps?.[one]));
      if (ids.size === 0 || !isFreeId(body, id)) return body;
      return wrapped(settled(body, activities), ids, activity, id, activities);
    });

const wrapped = (body: Body, ids: ReadonlySet<string>, activity: string, id: string, activities: Activities): Body => {
  const entries = Object.entries(body.steps ?? {});
  const layout = Object.entries(body.layout ?? {});
  const inside = layout.filter(([one]) => ids.has(one));
  const corner = [Math.min(...inside.map(([, at]) => at[0])), Math.min(...inside.map(([, at]) => at[1]))] as const;
  const container: Step = {
    activity,
    steps: Object.fromEntries(entries.filter(([one]) => ids.has(one))),
    transitions: (body.transitions ?? []).filter((raw) => sideOf(raw, ids) === 'inside'),
    layout: Object.fromEntries(inside.map(([one, [x, y]]) => [one, [x - corner[0], y - corner[1]] as const])),
  };
  const first = entries.findIndex(([one]) => ids.has(one));
  const others = entries.filter(([one]) => !ids.has(one));
  const before = entries.slice(0, first).length;
  const exit = normalOutcomes(container, activities[activity])[0] ?? 'done';
  return {
    ...body,
    steps: Object.fromEntries([...others.slice(0, before), [id, container] as const, ...others.slice(before)]),
    transitions: [...new Set((body.transitions ?? []).flatMap((raw) => around(raw, ids, id, exit)))],
    layout: { ...Object.fromEntries(layout.filter(([one]) => !ids.has(one))), [id]: corner },
  };
};

const sideOf = (raw: RawTransition, ids: ReadonlySet<string>): 'inside' | 'across' | 'outside' => {
  const transition = readTransition(raw);
  if (!transition) return 'outside';
  const [from, to] = [ids.has(transition.from), ids.has(transition.to)];
  return from && to ? 'inside' : from || to ? 'across' : 'outside';
};

const around = (raw: RawTransition, ids: ReadonlySet<string>, id: string, exit: string): RawTransition[] => {
  const side = sideOf(raw, ids);
  const transition = readTransition(raw);
  if (side === 'inside') return [];
  if (side === 'outside' || !transition) return [raw];
  if (ids.has(transition.to)) return [writeTransition({ ...transition, to: id })];
  const outcome = isAdverse(transition.outcome) ? 'failed' : exit === 'done' ? undefined : exit;
  return [writeTransition({ from: id, outcome, to: transition.to })];
};
