import type { Position } from '@/canvas/definition';
import type { CanvasNode } from '@/canvas/flow';
import { grid, inset } from '@/canvas/geometry';
import { idOf, parentOf } from '@/canvas/paths';
import { isNote, lineOf, placing } from '../commands';
import { insertOn, inTurn, relocation } from '../edits';
import { useEditor } from '../store';
import { type DropOn, useUi } from '../ui';
import { bodyUnder, lineUnder } from './dropping';

/** Where the pointer is: in the window, and on the canvas. */
export type Pointing = { x: number; y: number; flow: Position };

type Dragged = readonly CanvasNode[];

const bodyOf = (dragged: Dragged): string => parentOf(dragged[0]?.id ?? '');

/** What would take in what is dragged, if it were let go here: another body, or a line between two steps. */
export const dropOf = (dragged: Dragged, { x, y, flow }: Pointing): DropOn | null => {
  const { drawing } = useUi.getState();
  const { scope } = useEditor.getState();
  const from = bodyOf(dragged);
  if (dragged.some(({ id }) => parentOf(id) !== from)) return null;
  const { container } = bodyUnder(drawing, scope, flow, { paths: dragged.map(({ id }) => id), from });
  const line = mayComeBetween(dragged) ? lineUnder(drawing, x, y) : undefined;
  if (line && line.container === container) return { line: line.id, container };
  return container === from ? null : { container };
};

/** A step that no line leads to or from can come between two others. */
const mayComeBetween = (dragged: Dragged): boolean => {
  const [only] = dragged;
  if (dragged.length !== 1 || !only || isNote(only.id)) return false;
  return !useUi.getState().drawing.edges.some(({ from, to }) => from === only.id || to === only.id);
};

/** What was dragged has come to rest: where it was let go, in another body, or between two steps; one edit. */
export const settle = (dragged: Dragged, at: Pointing): void => {
  const { definition, activities, apply } = useEditor.getState();
  const drop = dropOf(dragged, at);
  useUi.setState({ dropOn: null });
  const container = drop?.container ?? bodyOf(dragged);
  const paths = dragged.map(({ id }) => id);
  const moved = drop && relocation(definition, { paths, to: container, by: shiftOf(dragged, container, at) }, activities);
  const line = useUi.getState().drawing.edges.find(({ id }) => id === drop?.line);
  const id = idOf((moved?.paths ?? paths)[0] ?? '');
  const between = line ? [insertOn(container, lineOf(line), id, activities)] : [];
  const resting = moved?.edit ?? placing(new Map(dragged.map((node) => [node.id, placeOf(node)])));
  apply(inTurn(resting, ...between), moved ? { select: moved.paths } : {});
};

/** In the layout of its own body, within its frame. */
const placeOf = ({ id, parentId, position: { x, y } }: CanvasNode): Position => {
  const frame = useUi.getState().drawing.steps.find(({ path }) => path === parentId);
  if (!frame || isNote(id)) return [x + (frame?.origin[0] ?? 0), y + (frame?.origin[1] ?? 0)];
  return [Math.max(x, inset.left) + frame.origin[0], Math.max(y, inset.top) + frame.origin[1]];
};

/** From the layout of the body that it leaves to that of the one it comes to, as it lies on the canvas. */
const shiftOf = (dragged: Dragged, container: string, { flow }: Pointing): Position => {
  const { drawing } = useUi.getState();
  const { scope } = useEditor.getState();
  const paths = dragged.map(({ id }) => id);
  const was = new Map([...drawing.steps, ...drawing.notes].map((drawn) => [drawn.path, drawn]));
  const { corner } = bodyUnder(drawing, scope, flow, { paths, from: bodyOf(dragged) });
  const frames = new Map(drawing.steps.map((step) => [step.path, step]));
  const absolute = (path: string | undefined): Position => {
    const frame = frames.get(path ?? '');
    if (!frame) return [0, 0];
    const [x, y] = absolute(frame.frame);
    return [x + frame.at[0], y + frame.at[1]];
  };
  const shifts = dragged.map(({ id, parentId, position }): [lands: Position, by: Position] => {
    const [left, top] = absolute(parentId);
    const origin = frames.get(parentId ?? '')?.origin ?? [0, 0];
    const old = was.get(id)?.at ?? [position.x, position.y];
    const lands: Position = [left + position.x - corner[0], top + position.y - corner[1]];
    return [lands, [lands[0] - old[0] - origin[0], lands[1] - old[1] - origin[1]]];
  });
  const [, by] = shifts[0] ?? [undefined, [0, 0] as Position];
  // Nothing lands in front of a frame's upper left corner.
  const short = (axis: 0 | 1): number => (container === scope ? 0 : Math.max(0, ...shifts.map(([lands]) => -lands[axis])));
  return [snapped(by[0] + short(0)), snapped(by[1] + short(1))];
};

const snapped = (value: number): number => Math.round(value / grid) * grid;
