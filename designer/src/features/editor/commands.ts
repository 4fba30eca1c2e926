import type { Body, Position } from '@/canvas/definition';
import type { DrawnEdge } from '@/canvas/drawing';
import { grid, pitch, stepWidth } from '@/canvas/geometry';
import { normalOutcomes, outcomesOf } from '@/canvas/outcomes';
import { bodyAt, byContainer, idOf, parentOf, pathOf, stepAt } from '@/canvas/paths';
import { noteBoxes, placesOf } from '@/canvas/positions';
import {
  addNote,
  addStep,
  disconnect,
  type Edit,
  freshId,
  freshNoteId,
  insertOn,
  inTurn,
  type Line,
  move,
  removeNotes,
  removeSteps,
  setNote,
  wrap,
} from './edits';
import { useEditor } from './store';
import { useUi } from './ui';

/** What a key, a button or the pointer does, on the document of now. */
const now = useEditor.getState;

export const isNote = (path: string): boolean => idOf(path).startsWith('#');
const noteId = (path: string): string => idOf(path).slice(1);
const snap = (value: number): number => Math.round(value / grid) * grid;

const emptyBody: Body = {};
const bodyOf = (container: string): Body => bodyAt(now().definition, container) ?? emptyBody;

export type Exit = { path: string; outcome: string };

/** The way out that a step to be added goes on from: the first normal one that nothing takes yet. */
export const nextExitOf = (path: string): Exit | undefined => {
  const { definition, activities } = now();
  const step = stepAt(definition, path);
  if (!step) return undefined;
  const taken = new Set(takenOutcomes(path));
  const normal = normalOutcomes(step, activities[step.activity]);
  const outcome = normal.find((name) => !taken.has(name)) ?? normal[0];
  return outcome === undefined ? undefined : { path, outcome };
};

export const exitsOf = (path: string): string[] => {
  const { definition, activities } = now();
  const step = stepAt(definition, path);
  return step ? outcomesOf(step, activities[step.activity]).map(({ name }) => name) : [];
};

const takenOutcomes = (path: string): string[] =>
  useUi.getState().drawing.edges.flatMap((edge) => (edge.from === path ? [edge.outcome] : []));

/** A free place to the right of a step, for one that follows it; else below all, where nothing is selected. */
const placeAfter = (container: string, after: string | undefined): Position => {
  const boxes = [...placesOf(bodyOf(container), now().activities)];
  const from = boxes.find(([id]) => id === after)?.[1];
  let [x, y] = from
    ? [from.x + from.width + pitch.x - stepWidth, from.y]
    : [0, Math.max(-pitch.y, ...boxes.map(([, box]) => box.y + box.height + 62 - pitch.y)) + pitch.y];
  [x, y] = [snap(x), snap(y)];
  const isTaken = (): boolean =>
    boxes.some(([, box]) => x < box.x + box.width + 16 && x + stepWidth + 16 > box.x && y < box.y + box.height + 16 && y + 66 > box.y);
  while (isTaken()) y += grid * 7;
  return [x, y];
};

/** A line of a body, by the ids of its steps. */
export type OnLine = Line & { container: string };

export type Adding = {
  place?: { container: string; at: Position } | undefined;
  after?: Exit | undefined;
  /** The line that it comes into. */
  on?: OnLine | undefined;
};

/** Adds a step, connected from a way out or between the ends of a line where one is given, and selects it. */
export const add = (activity: string, { place, after, on }: Adding = {}): void => {
  const { apply, activities, scope } = now();
  const container = on ? on.container : after ? parentOf(after.path) : (place?.container ?? scope);
  const id = freshId(bodyOf(container), activity);
  const at = place && place.container === container ? place.at : on ? placeBefore(on) : placeAfter(container, after && idOf(after.path));
  const from = after && !on ? { from: idOf(after.path), outcome: after.outcome } : undefined;
  const adding = addStep({ container, id, activity, at: [snap(at[0]), snap(at[1])], after: from }, activities);
  apply(inTurn(adding, ...(on ? [insertOn(container, on, id, activities)] : [])), { select: [pathOf(container, id)] });
  // The next key goes on from there.
  useUi.setState({ shown: { path: pathOf(container, id) } });
};

/** Where the second step of a line stands: it makes room. */
const placeBefore = ({ container, from, to }: OnLine): Position => {
  const boxes = placesOf(bodyOf(container), now().activities);
  const [before, after] = [boxes.get(from), boxes.get(to)];
  return [(before?.x ?? 0) + (before?.width ?? 0) + 64, after?.y ?? before?.y ?? 0];
};

export const lineOf = ({ container, from, to, outcome }: DrawnEdge): OnLine => ({ container, from: idOf(from), to: idOf(to), outcome });

export const writeNote = (path: string, text: string): void =>
  now().apply(setNote(parentOf(path), noteId(path), { text }), { together: `note ${path}` });

export const addNoteHere = (at?: Position): void => {
  const { apply, scope } = now();
  const id = freshNoteId(bodyOf(scope));
  apply(addNote(scope, { id, at: at ?? placeAfter(scope, undefined), text: '' }), { select: [pathOf(scope, `#${id}`)] });
};

/** Takes away what is selected: lines first, else steps and notes. */
export const removeSelected = (): void => {
  const { selection, apply, activities } = now();
  const { lines, drawing } = useUi.getState();
  if (lines.length > 0) {
    const gone = drawing.edges.filter(({ id }) => lines.includes(id));
    apply(inTurn(...gone.map((line) => disconnect(line.container, lineOf(line), activities))));
    useUi.setState({ lines: [] });
    return;
  }
  if (selection.length === 0) return;
  const notes = [...byContainer(selection.filter(isNote))].map(([container, paths]) => removeNotes(container, paths.map(noteId)));
  apply(inTurn(removeSteps(selection.filter((path) => !isNote(path))), ...notes), { select: [] });
};

/** Places of steps and notes, by path. */
export const placing = (places: ReadonlyMap<string, Position>): Edit => {
  const { activities } = now();
  const edits = [...byContainer([...places.keys()])].flatMap(([container, paths]) => {
    const of = (path: string): Position => places.get(path) ?? [0, 0];
    const steps = Object.fromEntries(paths.filter((path) => !isNote(path)).map((path) => [idOf(path), of(path)]));
    const notes = paths
      .filter(isNote)
      .map((path) => setNote(container, noteId(path), { at: [Math.round(of(path)[0]), Math.round(of(path)[1])] }));
    return Object.keys(steps).length > 0 ? [move(container, steps, activities), ...notes] : notes;
  });
  return inTurn(...edits);
};

export const place = (places: ReadonlyMap<string, Position>, together?: string): void =>
  now().apply(placing(places), together === undefined ? {} : { together });

/** Where the selected things stand in their bodies. */
export const placesOfSelected = (): Map<string, Position> => {
  const { selection, activities } = now();
  const places = new Map<string, Position>();
  for (const [container, paths] of byContainer(selection)) {
    const body = bodyOf(container);
    const boxes = placesOf(body, activities);
    const notes = noteBoxes(body);
    for (const path of paths) {
      const box = isNote(path) ? notes[(body.notes ?? []).findIndex(({ id }) => id === noteId(path))] : boxes.get(idOf(path));
      if (box) places.set(path, [box.x, box.y]);
    }
  }
  return places;
};

/** One step of the grid. */
export const nudge = (dx: number, dy: number): void => {
  const places = placesOfSelected();
  if (places.size === 0) return;
  place(new Map([...places].map(([path, [x, y]]) => [path, [x + dx * grid, y + dy * grid]])), `nudge ${[...places.keys()].join()}`);
};

export const wrapSelected = (activity: string): void => {
  const { selection, apply, activities } = now();
  const first = selection.find((path) => !isNote(path));
  if (first === undefined) return;
  const container = parentOf(first);
  const id = freshId(bodyOf(container), activity);
  const paths = selection.filter((path) => !isNote(path) && parentOf(path) === container);
  apply(wrap(paths, activity, id, activities), { select: [pathOf(container, id)] });
};
