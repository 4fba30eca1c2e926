import type { Activities, Body, Position, Step } from '@/canvas/definition';
import { changeBody, idOf, parentOf } from '@/canvas/paths';
import { notesOf, placesOf } from '@/canvas/positions';
import { readTransition } from '@/canvas/transitions';
import type { Edit } from './edit';
import { nextId } from './ids';
import { settled } from './layout';
import { freshNoteId } from './notes';
import { renamedIn } from './steps';

/** Steps as they lie on the clipboard: a body with a word that says so. */
type Clip = Body & { runbooks: 'steps' };

const isNotePath = (path: string): boolean => idOf(path).startsWith('#');

/** The steps and notes of one body, with the transitions among them. */
export const clipOf = (body: Body, paths: readonly string[], activities: Activities): Clip | undefined => {
  const ids = new Set(paths.filter((path) => !isNotePath(path)).map(idOf));
  const noteIds = new Set(paths.filter(isNotePath).map((path) => idOf(path).slice(1)));
  const steps = Object.fromEntries(Object.entries(body.steps ?? {}).filter(([id]) => ids.has(id)));
  const notes = notesOf(body).filter(({ id }) => noteIds.has(id));
  if (Object.keys(steps).length + notes.length === 0) return undefined;
  const places = placesOf(body, activities);
  const transitions = (body.transitions ?? []).filter((raw) => {
    const transition = readTransition(raw);
    return transition && ids.has(transition.from) && ids.has(transition.to);
  });
  const layout = Object.fromEntries([...places].filter(([id]) => ids.has(id)).map(([id, { x, y }]) => [id, [x, y] as const]));
  return { runbooks: 'steps', steps, transitions, layout, notes };
};

export const readClip = (text: string): Clip | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isClip(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isStep = (value: unknown): value is Step => isObject(value) && typeof value.activity === 'string';
const isClip = (value: unknown): value is Clip =>
  isObject(value) && value.runbooks === 'steps' && isObject(value.steps) && Object.values(value.steps).every(isStep);

/** The clip with ids that are free in the body; what its steps read of each other follows. */
export const fitted = (clip: Clip, body: Body, activities: Activities): Clip => {
  const ids = Object.keys(clip.steps ?? {});
  let result: Body = clip;
  for (const id of ids) {
    const free = nextId(
      body,
      id,
      Object.keys(result.steps ?? {}).filter((other) => other !== id),
    );
    result = renamedIn(result, id, free, activities);
  }
  return { ...result, runbooks: 'steps' };
};

/** A fitted clip comes into the body, moved by so much. */
export const paste =
  (container: string, clip: Clip, by: Position, activities: Activities): Edit =>
  (definition) =>
    changeBody(definition, container, (body) => {
      const still = settled(body, activities);
      const moved = Object.entries(clip.layout ?? {}).map(([id, [x, y]]) => [id, [x + by[0], y + by[1]] as const] as const);
      const pasted: Body = {
        ...still,
        steps: { ...still.steps, ...clip.steps },
        transitions: [...(still.transitions ?? []), ...(clip.transitions ?? [])],
        layout: { ...still.layout, ...Object.fromEntries(moved) },
      };
      const notes = [...(still.notes ?? [])];
      for (const note of clip.notes ?? [])
        notes.push({ ...note, id: freshNoteId({ notes }), at: [note.at[0] + by[0], note.at[1] + by[1]] });
      return notes.length === 0 ? pasted : { ...pasted, notes };
    });

/** The paths that a fitted clip has in a container. */
export const pastedPaths = (container: string, clip: Clip): string[] =>
  Object.keys(clip.steps ?? {}).map((id) => (container === '' ? id : `${container}/${id}`));

/** The body that most of a selection is in: that of its first. */
export const containerOf = (paths: readonly string[], scope: string): string => (paths[0] === undefined ? scope : parentOf(paths[0]));
