import type { Activities, Body, Position, Step } from '@/canvas/definition';
import { isContainer } from '@/canvas/definition';
import { byContainer, changeBody, changeStep, idOf, parentOf, pathOf } from '@/canvas/paths';
import { readTransition, rewriteTransition } from '@/canvas/transitions';
import { type Edit, patched } from './edit';
import { isFreeId } from './ids';
import { settled } from './layout';
import { renameInInput, renameInValue, renameReads } from './references';
import { connected, withoutSteps } from './transitions';

type NewStep = {
  container: string;
  id: string;
  activity: string;
  at: Position;
  after?: { from: string; outcome: string } | undefined;
};

export const addStep =
  ({ container, id, activity, at, after }: NewStep, activities: Activities): Edit =>
  (definition) =>
    changeBody(definition, container, (body) => {
      if (!isFreeId(body, id)) return body;
      const bare: Step = { activity };
      const step: Step = isContainer(bare) ? { ...bare, steps: {}, transitions: [] } : bare;
      const still = settled(body, activities);
      const place: Position = [Math.round(at[0]), Math.round(at[1])];
      const added: Body = { ...still, steps: { ...still.steps, [id]: step }, layout: { ...still.layout, [id]: place } };
      return after ? connected(added, { ...after, to: id }, activities) : added;
    });

/** Steps go, with what leads to them and from them. Where a container goes, so does what is in it. */
export const removeSteps =
  (paths: readonly string[]): Edit =>
  (definition) =>
    [...byContainer(paths)].reduce(
      (now, [container, of]) => changeBody(now, container, (body) => withoutOnes(body, new Set(of.map(idOf)))),
      definition,
    );

const withoutOnes = (body: Body, gone: ReadonlySet<string>): Body => {
  const left = <T>(of: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(of).filter(([id]) => !gone.has(id)));
  if (![...gone].some((id) => body.steps?.[id])) return body;
  return patched(body, {
    steps: left(body.steps ?? {}),
    transitions: withoutSteps(body.transitions, gone),
    layout: body.layout && left(body.layout),
  });
};

/** Another id: the transitions, the layout and all that read `steps.<id>` follow. */
export const renameStep =
  (path: string, to: string, activities: Activities): Edit =>
  (definition) => {
    const [container, from] = [parentOf(path), idOf(path)];
    const renaming = { of: 'steps', from, to } as const;
    const renamed = changeBody(definition, container, (body) => renamedIn(body, from, to, activities));
    if (renamed === definition) return definition;
    if (container === '') return patched(renamed, { outputs: renamed.outputs && renameInValue(renamed.outputs, renaming) });
    // The condition of a repeat sees the steps in it; nothing else outside does.
    return changeStep(renamed, container, (step) =>
      step.activity === 'flow.repeat' ? renameInInput(step, renaming, activities, (key) => key !== 'while') : step,
    );
  };

export const renamedIn = (body: Body, from: string, to: string, activities: Activities): Body => {
  if (from === to || !body.steps?.[from] || !isFreeId(body, to)) return body;
  const reading = renameReads(body, { of: 'steps', from, to }, activities);
  return patched(reading, {
    steps: withKey(reading.steps ?? {}, from, to),
    layout: reading.layout && withKey(reading.layout, from, to),
    transitions: reading.transitions?.map((raw) => {
      const read = readTransition(raw);
      if (read?.from !== from && read?.to !== from) return raw;
      return rewriteTransition(raw, { ...read, from: read.from === from ? to : read.from, to: read.to === from ? to : read.to });
    }),
  });
};

/** The same entries in the same order, one under another key. */
export const withKey = <T>(of: Record<string, T>, from: string, to: string): Record<string, T> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key === from ? to : key, value]));

/** What the step says of itself: `setStep('off', { timeout: 'PT5M', retry: undefined })`. */
export const setStep =
  (path: string, patch: Partial<Step>): Edit =>
  (definition) =>
    changeStep(definition, path, (step) => patched(step, patch));

/** One input of the activity; undefined takes it out. */
export const setWith =
  (path: string, key: string, value: unknown): Edit =>
  (definition) =>
    changeStep(definition, path, (step) => {
      const input = patched(step.with ?? {}, { [key]: value });
      return input === step.with ? step : patched(step, { with: Object.keys(input).length === 0 ? undefined : input });
    });

/** The path of a step after a rename. */
export const renamedPath = (path: string, to: string): string => pathOf(parentOf(path), to);
