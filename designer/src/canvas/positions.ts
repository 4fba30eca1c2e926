import { type Activities, type Body, isContainer, type Position, type Step } from './definition';
import { type Box, containerSize, foldedSize, originOf, pitch, type Size, stepSize } from './geometry';
import { outcomesOf } from './outcomes';
import { pathOf } from './paths';
import { ranksOf } from './ranks';

/** The place of each step of a body: its layout's, else a free one by what leads to it. */
export type Places = Map<string, Box>;

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1]);

/** The containers that are folded, by their paths, and where the body is that is looked at. */
export type Folding = { path: string; folded: ReadonlySet<string> };
const unfolded: Folding = { path: '', folded: new Set() };

const sizeOf = (id: string, step: Step, activities: Activities, { path, folded }: Folding): Size => {
  if (!isContainer(step)) return stepSize(step, outcomesOf(step, activities[step.activity]));
  const own = pathOf(path, id);
  if (folded.has(own)) return foldedSize;
  const inside = [...placesOf(step, activities, { path: own, folded }).values(), ...noteBoxes(step)];
  return containerSize(inside, originOf(inside));
};

export const noteBoxes = (body: Body): Box[] =>
  notesOf(body).map(({ at, size }) => ({ x: at[0], y: at[1], width: size?.[0] ?? 192, height: size?.[1] ?? 64 }));

/** The notes that can be drawn: the schema lets anything stand there. */
export const notesOf = (body: Body) =>
  Array.isArray(body.notes)
    ? body.notes.filter((note) => typeof note?.id === 'string' && typeof note.text === 'string' && isPosition(note.at))
    : [];

export const placesOf = (body: Body, activities: Activities, folding: Folding = unfolded): Places => {
  const places: Places = new Map();
  const layout = (body.layout ?? {}) as Record<string, unknown>;
  const steps = Object.entries(body.steps ?? {});
  for (const [id, step] of steps) {
    const at = layout[id];
    if (isPosition(at)) places.set(id, { x: at[0], y: at[1], ...sizeOf(id, step, activities, folding) });
  }
  placeOthers(body, activities, places, folding);
  return places;
};

/** In columns by rank, below what has a place already. */
const placeOthers = (body: Body, activities: Activities, places: Places, folding: Folding): void => {
  const others = Object.entries(body.steps ?? {}).filter(([id]) => !places.has(id));
  if (others.length === 0) return;
  const ranks = ranksOf(body);
  const top = places.size === 0 ? 0 : Math.max(...[...places.values()].map(({ y, height }) => y + height)) + pitch.y - 50;
  const columns = new Map<number, typeof others>();
  for (const other of others) columns.set(ranks.get(other[0]) ?? 0, [...(columns.get(ranks.get(other[0]) ?? 0) ?? []), other]);
  let x = 0;
  for (const rank of [...columns.keys()].sort((a, b) => a - b)) {
    let [y, width] = [top, 0];
    for (const [id, step] of columns.get(rank) ?? []) {
      const size = sizeOf(id, step, activities, folding);
      places.set(id, { x, y, ...size });
      y += Math.max(pitch.y, size.height + pitch.y - 50);
      width = Math.max(width, size.width);
    }
    x += width + pitch.x - 172;
  }
};
