import type { Activities, Body, RawTransition } from '@/canvas/definition';
import { normalOutcomes } from '@/canvas/outcomes';
import { changeBody } from '@/canvas/paths';
import { readTransition, rewriteTransition, writeTransition } from '@/canvas/transitions';
import { type Edit, patched } from './edit';

/** One drawn line: an outcome of one step of a body to another step of it. */
export type Line = { from: string; outcome: string; to: string };

export const connect =
  (container: string, line: Line, activities: Activities): Edit =>
  (definition) =>
    changeBody(definition, container, (body) => connected(body, line, activities));

/** Takes the outcome's way away. Of `a -> b` the ways of the other outcomes stay. */
export const disconnect =
  (container: string, line: Line, activities: Activities): Edit =>
  (definition) =>
    changeBody(definition, container, (body) => {
      const transitions = (body.transitions ?? []).flatMap((raw) => without(raw, line, outcomesAt(body, line.from, activities)));
      return patched(body, { transitions });
    });

export const connected = (body: Body, line: Line, activities: Activities): Body => {
  const from = body.steps?.[line.from];
  if (!from || !body.steps?.[line.to] || line.from === line.to) return body;
  const normal = outcomesAt(body, line.from, activities);
  const isTaken = (body.transitions ?? []).some((raw) => takes(raw, line, normal));
  if (isTaken) return body;
  // `a -> b` says the same as `a.done -> b`, and stays right where the activity's one outcome gets another name.
  const outcome = normal.length === 1 && normal[0] === line.outcome ? undefined : line.outcome;
  return { ...body, transitions: [...(body.transitions ?? []), writeTransition({ ...line, outcome })] };
};

/** The transitions without those of steps that are no longer there. */
export const withoutSteps = (transitions: Body['transitions'], gone: ReadonlySet<string>): Body['transitions'] =>
  transitions?.filter((raw) => {
    const transition = readTransition(raw);
    return !transition || !(gone.has(transition.from) || gone.has(transition.to));
  });

const outcomesAt = (body: Body, id: string, activities: Activities): string[] => {
  const step = body.steps?.[id];
  return step ? normalOutcomes(step, activities[step.activity]) : [];
};

const takes = (raw: RawTransition, line: Line, normal: readonly string[]): boolean => {
  const transition = readTransition(raw);
  if (transition?.from !== line.from || transition.to !== line.to) return false;
  return transition.outcome === undefined ? normal.includes(line.outcome) : transition.outcome === line.outcome;
};

const without = (raw: RawTransition, line: Line, normal: readonly string[]): RawTransition[] => {
  const transition = readTransition(raw);
  if (transition?.from !== line.from || transition.to !== line.to) return [raw];
  if (transition.outcome !== undefined) return transition.outcome === line.outcome ? [] : [raw];
  if (!normal.includes(line.outcome)) return normal.length === 0 ? [] : [raw];
  return normal.filter((name) => name !== line.outcome).map((outcome) => rewriteTransition(raw, { ...transition, outcome }));
};
