import type { Activities, Body, Position } from '@/canvas/definition';
import { changeBody } from '@/canvas/paths';
import { placesOf } from '@/canvas/positions';
import { type Edit, patched } from './edit';

/** The body with each step's place written down, so that what is free to move does not move along with something else. */
export const settled = (body: Body, activities: Activities): Body => {
  const places = [...placesOf(body, activities)].map(([id, { x, y }]) => [id, body.layout?.[id] ?? ([x, y] as const)] as const);
  return patched(body, { layout: Object.fromEntries(places) });
};

/** Steps of one body go to other places. */
export const move =
  (container: string, places: Readonly<Record<string, Position>>, activities: Activities): Edit =>
  (definition) =>
    changeBody(definition, container, (body) => {
      const still = settled(body, activities);
      const rounded = Object.entries(places).map(([id, [x, y]]) => [id, [Math.round(x), Math.round(y)] as const] as const);
      const layout = patched(still.layout ?? {}, Object.fromEntries(rounded.filter(([id]) => body.steps?.[id])));
      return layout === still.layout ? body : { ...still, layout };
    });
