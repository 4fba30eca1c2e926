import type { Position } from '@/canvas/definition';
import type { Drawing, DrawnEdge } from '@/canvas/drawing';

/** What a palette's entry carries while it is dragged. */
export const dragType = 'application/x-runbooks-activity';

/** A frame holds its own steps a little beyond its edge, so that it can be made larger by dragging one there. */
const hold = 32;

type Dragging = { paths: readonly string[]; from: string };

/**
 * The body under a point of the canvas, and the point in it: the innermost container there, or the canvas. What is dragged from a body
 * stays in it a little beyond the frame, and does not land in itself.
 */
export const bodyUnder = (
  drawing: Drawing,
  scope: string,
  [x, y]: Position,
  dragging?: Dragging,
): { container: string; at: Position; corner: Position } => {
  let found = { container: scope, at: [x, y] as Position, corner: [0, 0] as Position };
  const corners = new Map<string, Position>([['', [0, 0]]]);
  for (const step of drawing.steps) {
    const [left, top] = corners.get(step.frame) ?? [0, 0];
    const corner: Position = [left + step.at[0], top + step.at[1]];
    if (!step.isContainer) continue;
    corners.set(step.path, corner);
    const isDragged = dragging?.paths.some((path) => step.path === path || step.path.startsWith(`${path}/`));
    const margin = step.path === dragging?.from ? hold : 0;
    const [inX, inY] = [x - corner[0], y - corner[1]];
    const isOver = inX >= -margin && inY >= -margin && inX <= step.width + margin && inY <= step.height + margin;
    if (!isOver || isDragged) continue;
    const [originX, originY] = step.origin;
    found = {
      container: step.path,
      at: [Math.max(0, inX + originX), Math.max(0, inY + originY)],
      corner: [corner[0] - originX, corner[1] - originY],
    };
  }
  return found;
};

/** The line of the drawing at a point of the window. */
export const lineUnder = (drawing: Drawing, x: number, y: number): DrawnEdge | undefined => {
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest<SVGElement>('.react-flow__edge')?.dataset.id;
    const line = id === undefined ? undefined : drawing.edges.find((edge) => edge.id === id);
    if (line) return line;
  }
  return undefined;
};

/** The innermost step at a point of the window; a container only by its title, as its inside is for other steps. */
export const stepUnder = (x: number, y: number): string | undefined => {
  const node = document
    .elementsFromPoint(x, y)
    .map((element) => element.closest<HTMLElement>('.react-flow__node:not(.react-flow__node-note)'))
    .find((element) => element !== null);
  return node?.dataset.id;
};
