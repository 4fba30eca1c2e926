import type { State } from '@/marks/shapes';
import type { RunView, Undo, UnitStatus } from './run-view';

const order: readonly UnitStatus[] = ['failed', 'not-known', 'cancelled', 'waiting', 'running', 'skipped', 'completed'];

/** What is not as before first; each in the order in which it was begun. */
export const inRollBack = (view: RunView): (Undo & { key: string })[] =>
  [...view.undos].map(([key, undo]) => ({ key, ...undo })).sort((a, b) => order.indexOf(a.unit.status) - order.indexOf(b.unit.status));

/** How a target stands that is, or was, taken back. */
export const undoState = (status: UnitStatus): State => {
  if (status === 'completed') return 'rolled-back';
  if (status === 'skipped') return 'skipped';
  return status === 'running' || status === 'waiting' || status === 'pending' ? 'rolling-back' : 'roll-back-incomplete';
};

/** The undo of each target of a step, by the target's id; the latest of each. */
export const undosOf = (view: RunView, path: string | undefined): ReadonlyMap<string, Undo> =>
  new Map([...view.undos.values()].filter((undo) => undo.path === path).map((undo) => [undo.unit.id, undo]));
