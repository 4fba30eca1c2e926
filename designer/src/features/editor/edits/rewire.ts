import type { Activities, Body, RawTransition } from '@/canvas/definition';
import { isAdverse, normalOutcomes } from '@/canvas/outcomes';
import { transitionsOf } from '@/canvas/ranks';
import { readTransition, rewriteTransition, type Transition, writeTransition } from '@/canvas/transitions';
import { mayConnect } from './circles';

/**
 * The transitions of a body that some of its steps leave. Those that go into its container `heir` hand their lines to it; of others, what led to
 * them goes on to what followed them. So nothing that waited for something before begins at once.
 */
export const rewired = (body: Body, gone: ReadonlySet<string>, heir: string | undefined, activities: Activities): Body['transitions'] => {
  if (!body.transitions) return undefined;
  const kept: RawTransition[] = body.transitions.filter((raw) => sideOf(raw, gone) === 'outside');
  const isNew = (way: Transition): boolean => {
    const isThere = transitionsOf({ transitions: kept }).some((one) => String(writeTransition(one)) === String(writeTransition(way)));
    if (isThere || !mayConnect({ transitions: kept }, way.from, way.to)) return false;
    kept.push(writeTransition(way));
    return true;
  };
  return body.transitions.flatMap((raw): RawTransition[] => {
    const way = readTransition(raw);
    if (!way || sideOf(raw, gone) === 'outside') return [raw];
    if (sideOf(raw, gone) === 'inside') return [];
    const instead = heir === undefined ? bridged(body, way, gone) : handedOver(body, way, gone, heir, activities);
    return instead.filter(isNew).map((one) => rewriteTransition(raw, one));
  });
};

const sideOf = (raw: RawTransition, gone: ReadonlySet<string>): 'inside' | 'across' | 'outside' => {
  const way = readTransition(raw);
  if (!way) return 'outside';
  const [from, to] = [gone.has(way.from), gone.has(way.to)];
  return from && to ? 'inside' : from || to ? 'across' : 'outside';
};

/** A container says only that all in it is done, or that it failed: a line that one of several normal outcomes took has no place on it. */
const handedOver = (body: Body, way: Transition, gone: ReadonlySet<string>, heir: string, activities: Activities): Transition[] => {
  if (gone.has(way.to)) return way.from === heir ? [] : [{ ...way, to: heir }];
  if (way.to === heir) return [];
  if (isAdverse(way.outcome)) return [{ from: heir, outcome: 'failed', to: way.to }];
  const step = body.steps?.[way.from];
  const normal = step ? normalOutcomes(step, activities[step.activity]) : [];
  return way.outcome === undefined || normal.length === 1 ? [{ from: heir, to: way.to }] : [];
};

/** `a -> x -> b` without x is `a -> b`. What x did by an adverse outcome goes with it. */
const bridged = (body: Body, way: Transition, gone: ReadonlySet<string>): Transition[] => {
  if (!gone.has(way.to)) return [];
  const ways = transitionsOf(body).filter(({ from, outcome }) => gone.has(from) && !isAdverse(outcome));
  const reached = new Set([way.to]);
  for (const at of reached) for (const { from, to } of ways) if (from === at && gone.has(to)) reached.add(to);
  const next = new Set(ways.filter(({ from, to }) => reached.has(from) && !gone.has(to)).map(({ to }) => to));
  return [...next].map((to) => ({ ...way, to }));
};
