type Point = { x: number; y: number };
type Size = { width?: number | undefined; height?: number | undefined };

/** Whether all of a step is within the canvas, by its pan and zoom. */
export const isInSight = (at: Point, size: Size, [x, y, zoom]: readonly [number, number, number], canvas: Size): boolean => {
  const [left, top] = [at.x * zoom + x, at.y * zoom + y];
  const [right, bottom] = [left + (size.width ?? 0) * zoom, top + (size.height ?? 0) * zoom];
  return left >= 0 && top >= 0 && right <= (canvas.width ?? 0) && bottom <= (canvas.height ?? 0);
};

/** The zoom at which something is looked at: as it is, but large enough to be read and, where that is possible, all of it on the canvas. */
export const zoomFor = (size: Size, canvas: Size, zoom: number): number => {
  const fits = Math.min((canvas.width ?? 0) / ((size.width ?? 0) * 1.2 || 1), (canvas.height ?? 0) / ((size.height ?? 0) * 1.2 || 1));
  return Math.max(Math.min(zoom, 1), Math.min(fits, Math.max(zoom, 0.5)));
};
