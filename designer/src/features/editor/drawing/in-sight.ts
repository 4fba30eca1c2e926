type Point = { x: number; y: number };
type Size = { width?: number | undefined; height?: number | undefined };

/** Whether all of a step is within the canvas, by its pan and zoom. */
export const isInSight = (at: Point, size: Size, [x, y, zoom]: readonly [number, number, number], canvas: Size): boolean => {
  const [left, top] = [at.x * zoom + x, at.y * zoom + y];
  const [right, bottom] = [left + (size.width ?? 0) * zoom, top + (size.height ?? 0) * zoom];
  return left >= 0 && top >= 0 && right <= (canvas.width ?? 0) && bottom <= (canvas.height ?? 0);
};
