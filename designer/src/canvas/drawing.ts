import { type Activities, type Activity, type Body, isContainer, type Note, type Position, type Step } from './definition';
import { type Exit, entryOf, exitsOf, inset, originOf, type Size } from './geometry';
import { isAdverse, normalOutcomes, outcomesOf } from './outcomes';
import { pathOf } from './paths';
import { noteBoxes, notesOf, placesOf } from './positions';
import { readTransition, type Transition } from './transitions';

/** A step as it is drawn. `at` counts from the frame it is in. */
export type DrawnStep = Size & {
  path: string;
  /** The container whose frame it is in; '' on the canvas itself. */
  frame: string;
  at: Position;
  /** What has to be added to a place in this container's frame for the place in its layout. */
  origin: Position;
  step: Step;
  activity: Activity | undefined;
  isContainer: boolean;
  /** A container whose inside is not drawn. */
  isFolded: boolean;
  exits: DrawnExit[];
  entry: { x: number; y: number };
};

/** @property known False where a transition names an outcome that the step does not have. */
export type DrawnExit = Exit & { taken: boolean; known: boolean };

/** One outcome's line. `a -> b` is drawn once for each normal outcome of a; `index` is its place in the list of transitions, `lane` its outcome's. */
export type DrawnEdge = {
  id: string;
  container: string;
  index: number;
  from: string;
  to: string;
  outcome: string;
  adverse: boolean;
  lane: number;
};

export type DrawnNote = Size & { path: string; frame: string; at: Position; note: Note };

export type Drawing = { steps: DrawnStep[]; edges: DrawnEdge[]; notes: DrawnNote[]; origin: Position };

type Frame = { body: Body; path: string; isOutermost: boolean; folded: ReadonlySet<string> };

/** What is seen of a body: its steps, those in its containers within their frames, and the lines between them. */
export const drawingOf = (body: Body, activities: Activities, path = '', folded: ReadonlySet<string> = new Set()): Drawing => {
  const drawing: Drawing = { steps: [], edges: [], notes: [], origin: [0, 0] };
  drawFrame({ body, path, isOutermost: true, folded }, activities, drawing);
  return drawing;
};

const drawFrame = (frame: Frame, activities: Activities, drawing: Drawing): Position => {
  const { body, path, isOutermost, folded } = frame;
  const places = placesOf(body, activities, { path, folded });
  const shift = originOf([...places.values(), ...noteBoxes(body)]);
  const origin: Position = isOutermost ? [0, 0] : [shift[0] - inset.left, shift[1] - inset.top];
  const frameId = isOutermost ? '' : path;
  const ways = waysOf(body, activities);
  for (const [id, step] of Object.entries(body.steps ?? {})) {
    const box = places.get(id);
    if (!box) continue;
    const at: Position = [box.x - origin[0], box.y - origin[1]];
    const isFolded = folded.has(pathOf(path, id)) && isContainer(step);
    const drawn = drawStep({ id, step, at, size: box, frame: frameId, container: path, isFolded }, activities, ways);
    drawing.steps.push(drawn);
    if (drawn.isContainer && !isFolded)
      drawn.origin = drawFrame({ body: step, path: drawn.path, isOutermost: false, folded }, activities, drawing);
  }
  drawing.edges.push(...edgesOf(ways, path));
  for (const [index, note] of notesOf(body).entries()) {
    const box = noteBoxes(body)[index];
    if (box)
      drawing.notes.push({ ...box, path: pathOf(path, `#${note.id}`), frame: frameId, at: [box.x - origin[0], box.y - origin[1]], note });
  }
  return origin;
};

type Way = Transition & { index: number; outcomes: string[]; normal: string[] };

/** The transitions that can be drawn, each with the outcomes that it takes. */
const waysOf = (body: Body, activities: Activities): Way[] =>
  (body.transitions ?? []).flatMap((raw, index) => {
    const transition = readTransition(raw);
    const from = transition && body.steps?.[transition.from];
    if (!transition || !from || !body.steps?.[transition.to]) return [];
    const normal = normalOutcomes(from, activities[from.activity]);
    const outcomes = transition.outcome === undefined ? normal : [transition.outcome];
    return [{ ...transition, index, normal, outcomes: outcomes.length === 0 ? ['done'] : outcomes }];
  });

type Placed = { id: string; step: Step; at: Position; size: Size; frame: string; container: string; isFolded: boolean };

const drawStep = ({ id, step, at, size, frame, container, isFolded }: Placed, activities: Activities, ways: readonly Way[]): DrawnStep => {
  const activity = activities[step.activity];
  const own = outcomesOf(step, activity);
  const taken = new Set(ways.filter(({ from }) => from === id).flatMap(({ outcomes }) => outcomes));
  const unknown = [...taken].filter((name) => !own.some((outcome) => outcome.name === name));
  const outcomes = [...own, ...unknown.map((name) => ({ name, adverse: isAdverse(name) }))];
  const { width, height } = size;
  return {
    path: pathOf(container, id),
    frame,
    at,
    width,
    height,
    origin: [0, 0],
    step,
    activity,
    isContainer: isContainer(step),
    isFolded,
    exits: exitsOf(step, outcomes, size, isFolded).map((exit) => ({
      ...exit,
      taken: taken.has(exit.name),
      known: !unknown.includes(exit.name),
    })),
    entry: entryOf(step, size),
  };
};

const edgesOf = (ways: readonly Way[], container: string): DrawnEdge[] =>
  ways.flatMap(({ from, to, outcomes, normal, index }) =>
    outcomes.map((outcome) => ({
      id: `${pathOf(container, from)}.${outcome}>${to}#${index}`,
      container,
      index,
      from: pathOf(container, from),
      to: pathOf(container, to),
      outcome,
      adverse: isAdverse(outcome),
      lane: Math.max(0, normal.indexOf(outcome)),
    })),
  );
