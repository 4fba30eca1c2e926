import type { Activities, Body } from '@/canvas/definition';
import { downstreamOf } from '@/canvas/downstream';
import { grid } from '@/canvas/geometry';
import { isAdverse, normalOutcomes } from '@/canvas/outcomes';
import { bodyAt, changeBody } from '@/canvas/paths';
import { placesOf } from '@/canvas/positions';
import { mayConnect } from './circles';
import { type Edit, inTurn } from './edit';
import { settled } from './layout';
import { connect, disconnect, type Line } from './transitions';

/** Between two steps that follow each other. */
const gap = 64;

/** A step that stands in the body comes between the two ends of a line: the line leads to it, and it goes on by its first normal outcome. */
export const insertOn =
  (container: string, line: Line, id: string, activities: Activities): Edit =>
  (definition) => {
    const body = bodyAt(definition, container);
    const step = body?.steps?.[id];
    const outcome = step && normalOutcomes(step, activities[step.activity])[0];
    if (!body || outcome === undefined || !mayInsert(body, line, id)) return definition;
    return inTurn(
      disconnect(container, line, activities),
      connect(container, { ...line, to: id }, activities),
      connect(container, { from: id, outcome, to: line.to }, activities),
      (now) => changeBody(now, container, (of) => withRoom(of, line, id, activities)),
    )(definition);
  };

const mayInsert = (body: Body, { from, to }: Line, id: string): boolean =>
  id !== from && id !== to && mayConnect(body, from, id) && mayConnect(body, id, to);

/** Where the line goes on to the right, what comes after the new step makes room for it. */
const withRoom = (body: Body, { from, to, outcome }: Line, id: string, activities: Activities): Body => {
  const still = settled(body, activities);
  const places = placesOf(still, activities);
  const [before, own, after] = [places.get(from), places.get(id), places.get(to)];
  if (!before || !own || !after || isAdverse(outcome) || after.x <= before.x) return still;
  const x = Math.max(own.x, snapped(before.x + before.width + gap));
  const lack = snapped(Math.max(0, x + own.width + gap - after.x));
  const moved = lack === 0 ? [] : downstreamOf(body, [to]).filter((other) => (places.get(other)?.x ?? 0) >= after.x);
  const shifted = moved.map((other) => {
    const place = places.get(other);
    return [other, [(place?.x ?? 0) + lack, place?.y ?? 0] as const] as const;
  });
  return { ...still, layout: { ...still.layout, [id]: [x, own.y], ...Object.fromEntries(shifted) } };
};

const snapped = (value: number): number => Math.ceil(value / grid) * grid;
