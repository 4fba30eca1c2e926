import type { Rules } from './fold';
import { unitRules } from './unit-rules';

/** Taking back what the run has changed. Each undo is a unit like any other, at a path of its own. */
export const undoRules: Rules = {
  'roll-back.requested': (draft, data, at) => Object.assign(draft.run, { cancel: { ...data, at } }),
  'roll-back.started': (draft, { after, by, reason }, at) => {
    Object.assign(draft.run, { rollBack: { since: at, after, by, reason }, end: undefined, endedAt: undefined, ending: undefined });
    // What was left by the roll-back before is tried again.
    draft.clearUndos(({ unit }) => unit.status === 'completed' || unit.status === 'skipped');
  },
  'undo.started': (draft, { undo, path, unit, attempt }, at) => {
    unitRules['unit.started']?.(draft, { path: undo, unit, attempt }, at);
    draft.undo(undo, path);
  },
  'undo.settled': (draft, { undo, path, unit, status, message, error }, at) => {
    unitRules['unit.settled']?.(draft, { path: undo, unit, status, message, error }, at);
    draft.undo(undo, path);
  },
  'undo.inherited': (draft, { units }) => {
    draft.run.inherited = new Map([...draft.run.inherited, ...units.map(({ target }) => [target.id, target.name] as const)]);
  },
};
