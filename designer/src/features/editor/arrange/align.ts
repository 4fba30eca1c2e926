import type { Box } from '@/canvas/geometry';

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom' | 'across' | 'down';

type Placed = { path: string } & Box;
type Place = [path: string, at: [number, number]];

/** New places for boxes: on one line, or with the same gap between them from the first to the last. */
export const align = (boxes: readonly Placed[], how: Alignment): Place[] => {
  const left = Math.min(...boxes.map(({ x }) => x));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  switch (how) {
    case 'left':
      return boxes.map(({ path, y }) => [path, [left, y]]);
    case 'centre':
      return boxes.map(({ path, y, width }) => [path, [(left + right - width) / 2, y]]);
    case 'right':
      return boxes.map(({ path, y, width }) => [path, [right - width, y]]);
    case 'top':
      return boxes.map(({ path, x }) => [path, [x, top]]);
    case 'middle':
      return boxes.map(({ path, x, height }) => [path, [x, (top + bottom - height) / 2]]);
    case 'bottom':
      return boxes.map(({ path, x, height }) => [path, [x, bottom - height]]);
    case 'across': {
      const row = [...boxes].sort((a, b) => a.x - b.x);
      const places = spread(
        row.map(({ width }) => width),
        left,
        right,
      );
      return row.map(({ path, y }, index) => [path, [places[index] ?? 0, y]]);
    }
    case 'down': {
      const column = [...boxes].sort((a, b) => a.y - b.y);
      const places = spread(
        column.map(({ height }) => height),
        top,
        bottom,
      );
      return column.map(({ path, x }, index) => [path, [x, places[index] ?? 0]]);
    }
  }
};

const spread = (lengths: readonly number[], from: number, to: number): number[] => {
  const gap = (to - from - lengths.reduce((sum, length) => sum + length, 0)) / Math.max(1, lengths.length - 1);
  let at = from;
  return lengths.map((length) => {
    const place = at;
    at += length + gap;
    return place;
  });
};
