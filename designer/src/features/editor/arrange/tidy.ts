import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { type Activities, type Body, isContainer, type Position, type Step } from '@/canvas/definition';
import { drawingOf } from '@/canvas/drawing';
import { grid } from '@/canvas/geometry';
import { changeBody, idOf, pathOf } from '@/canvas/paths';
import { type Edit, patched } from '../edits/edit';

/** Lays out one graph; the editor's is ELK in a worker. */
export type Layouter = (graph: ElkNode) => Promise<ElkNode>;

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '56',
  'elk.layered.spacing.nodeNodeBetweenLayers': '68',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.separateConnectedComponents': 'true',
};

/** New places for all steps of a body and of the containers in it, the inner ones first: their size counts in the outer layout. */
export const tidied = async (container: string, body: Body, activities: Activities, layouter: Layouter): Promise<Edit> =>
  placing(container, await arranged(body, activities, layouter));

/** The body as it would be, in its containers too. */
const arranged = async (body: Body, activities: Activities, layouter: Layouter): Promise<Body> => {
  const entries = Object.entries(body.steps ?? {}).map(
    async ([id, step]) => [id, isContainer(step) ? ((await arranged(step, activities, layouter)) as Step) : step] as const,
  );
  const inner: Body = { ...body, steps: Object.fromEntries(await Promise.all(entries)) };
  return { ...inner, layout: await layoutOf(inner, activities, layouter) };
};

/** Only the places: what else has changed while they were worked out stays. */
const placing =
  (container: string, result: Body): Edit =>
  (definition) =>
    Object.entries(result.steps ?? {})
      .filter(([, step]) => isContainer(step))
      .reduce(
        (now, [id, step]) => placing(pathOf(container, id), step)(now),
        changeBody(definition, container, (body) => patched(body, { layout: { ...body.layout, ...only(body, result.layout ?? {}) } })),
      );

/** A step that was taken away while the layout was worked out gets no place. */
const only = (body: Body, layout: Record<string, Position>): Record<string, Position> =>
  Object.fromEntries(Object.entries(layout).filter(([id]) => body.steps?.[id]));

const layoutOf = async (body: Body, activities: Activities, layouter: Layouter): Promise<Record<string, Position>> => {
  const drawing = drawingOf(body, activities);
  const own = drawing.steps.filter(({ frame }) => frame === '');
  const children: ElkNode[] = own.map(({ path, width, height, entry, exits }) => ({
    id: path,
    width,
    height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: [
      { id: `${path}>in`, x: entry.x, y: entry.y, width: 0, height: 0, layoutOptions: { 'elk.port.side': 'WEST' } },
      ...exits.map(({ name, adverse, x, y }) => ({
        id: `${path}>out>${name}`,
        x,
        y,
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': adverse ? 'SOUTH' : 'EAST' },
      })),
    ],
  }));
  const edges = drawing.edges
    .filter(({ container }) => container === '')
    .map(({ id, from, to, outcome }) => ({ id, sources: [`${from}>out>${outcome}`], targets: [`${to}>in`] }));
  const { children: placed = [] } = await layouter({ id: '', layoutOptions: options, children, edges });
  return Object.fromEntries(placed.map(({ id, x = 0, y = 0 }) => [idOf(id), [snapped(x), snapped(y)] as const]));
};

const snapped = (value: number): number => Math.round(value / grid) * grid;
