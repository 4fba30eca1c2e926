import type { Position } from '@/canvas/definition';
import type { Drawing } from '@/canvas/drawing';

/** What a palette's entry carries while it is dragged. */
export const dragType = 'application/x-runbooks-activity';

/** The body under a point of the canvas, and the point in it: the innermost container there, or the canvas. */
export const bodyUnder = (drawing: Drawing, scope: string, [x, y]: Position): { container: string; at: Position } => {
  let found = { container: scope, at: [x, y] as Position };
  const corners = new Map<string, Position>([['', [0, 0]]]);
  for (const step of drawing.steps) {
    const [left, top] = corners.get(step.frame) ?? [0, 0];
    const corner: Position = [left + step.at[0], top + step.at[1]];
    if (!step.isContainer) continue;
    corners.set(step.path, corner);
    const [inX, inY] = [x - corner[0], y - corner[1]];
    if (inX >= 0 && inY >= 0 && inX <= step.width && inY <= step.height)
      found = { container: step.path, at: [Math.max(0, inX + step.origin[0]), Math.max(0, inY + step.origin[1])] };
  }
  return found;
};
