import type { Drawing, DrawnStep } from '@/canvas/drawing';
import { parentOf } from '@/canvas/paths';
import type { Direction } from './keymap';

/** The step that an arrow leads to: along the transitions to the right and back, else to the nearest one in that direction. */
export const walk = (drawing: Drawing, from: string | undefined, to: Direction): string | undefined => {
  const at = drawing.steps.find(({ path }) => path === from);
  if (!at) return firstOf(drawing);
  return alongWay(drawing, at, to) ?? nearest(drawing, at, to)?.path ?? (to === 'left' ? parentStep(drawing, at) : undefined);
};

const firstOf = (drawing: Drawing): string | undefined => {
  const reached = new Set(drawing.edges.map(({ to }) => to));
  const outer = drawing.steps.filter(({ frame }) => frame === '');
  return (outer.find(({ path }) => !reached.has(path)) ?? outer[0])?.path;
};

/** Right: the first line, normal outcomes before adverse ones, else into the container. Left: where the first line comes from. */
const alongWay = (drawing: Drawing, at: DrawnStep, to: Direction): string | undefined => {
  if (to === 'left') return drawing.edges.find((edge) => edge.to === at.path)?.from;
  if (to === 'down') {
    // Down is adverse: the arrow follows such a line where there is one that leads below.
    const below = drawing.edges.filter((edge) => edge.from === at.path && edge.adverse);
    return below.map((edge) => drawing.steps.find(({ path }) => path === edge.to)).find((step) => step && step.at[1] > at.at[1])?.path;
  }
  if (to !== 'right') return undefined;
  const ways = drawing.edges.filter((edge) => edge.from === at.path);
  return (ways.find(({ adverse }) => !adverse) ?? ways[0])?.to;
};

const centre = ({ at, width, height }: DrawnStep): [number, number] => [at[0] + width / 2, at[1] + height / 2];

/** Among the steps of the same body, by distance; what lies aside counts double. */
const nearest = (drawing: Drawing, from: DrawnStep, to: Direction): DrawnStep | undefined => {
  const [x, y] = centre(from);
  let best: { step: DrawnStep; cost: number } | undefined;
  for (const step of drawing.steps) {
    if (step.path === from.path || parentOf(step.path) !== parentOf(from.path)) continue;
    const [dx, dy] = [centre(step)[0] - x, centre(step)[1] - y];
    const [ahead, aside] =
      to === 'left' || to === 'right' ? [to === 'right' ? dx : -dx, Math.abs(dy)] : [to === 'down' ? dy : -dy, Math.abs(dx)];
    if (ahead <= 8) continue;
    const cost = ahead + 2 * aside;
    if (!best || cost < best.cost) best = { step, cost };
  }
  return best?.step;
};

const parentStep = (drawing: Drawing, at: DrawnStep): string | undefined =>
  drawing.steps.some(({ path }) => path === parentOf(at.path)) ? parentOf(at.path) : undefined;
