import type { Activities, Body, Definition, Position } from '@/canvas/definition';
import { bodyAt, changeBody, idOf, parentOf } from '@/canvas/paths';
import { clipOf, fitted, paste, pastedPaths } from './clipboard';
import { type Edit, inTurn, patched } from './edit';
import { settled } from './layout';
import { rewired } from './rewire';

type Relocating = { paths: readonly string[]; to: string; by: Position };

/**
 * Steps and notes of one body go into another one: into a container, out of it, from one to another. The lines among them go along.
 * @returns Undefined where they cannot go there, such as a container into itself; else the edit, and their paths afterwards.
 */
export const relocation = (
  definition: Definition,
  { paths, to, by }: Relocating,
  activities: Activities,
): { edit: Edit; paths: string[] } | undefined => {
  const source = parentOf(paths[0] ?? '');
  const [from, into] = [bodyAt(definition, source), bodyAt(definition, to)];
  const isInItself = paths.some((path) => to === path || to.startsWith(`${path}/`));
  if (!from || !into || source === to || isInItself) return undefined;
  const clip = clipOf(from, paths, activities);
  if (!clip) return undefined;
  const fitting = fitted(clip, into, activities);
  const edit = inTurn(
    (now) => changeBody(now, source, (body) => without(body, paths, heirOf(source, to), activities)),
    paste(to, fitting, by, activities),
  );
  return { edit, paths: pastedPaths(to, fitting) };
};

/** The container of the source that they go into, however deep. */
const heirOf = (source: string, to: string): string | undefined => {
  const inside = source === '' ? to : to.startsWith(`${source}/`) ? to.slice(source.length + 1) : '';
  return inside === '' ? undefined : inside.split('/')[0];
};

const without = (body: Body, paths: readonly string[], heir: string | undefined, activities: Activities): Body => {
  const gone = new Set(paths.map(idOf));
  const still = settled(body, activities);
  const left = <T>(of: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(of).filter(([id]) => !gone.has(id)));
  const notes = still.notes?.filter(({ id }) => !gone.has(`#${id}`));
  return patched(still, {
    steps: left(still.steps ?? {}),
    transitions: rewired(body, gone, heir, activities),
    layout: left(still.layout ?? {}),
    notes: notes && notes.length > 0 ? notes : undefined,
  });
};
