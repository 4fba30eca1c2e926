import type { RunView, Step, Undo, Unit } from './run-view';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type DraftStep = Mutable<Omit<Step, 'units'>> & { units: Map<string, Unit> };

/** A view in the making: each step is copied once, when it is first touched. */
export type Draft = {
  run: Mutable<RunView>;
  /** The step at a path; made where it was not there. */
  step: (path: string) => DraftStep;
  unit: (path: string, id: string, change: (unit: Unit) => Partial<Unit>) => void;
  /** Says which step an undo takes back. */
  undo: (undo: string, path: string) => void;
  clearUndos: (stays: (undo: Undo) => boolean) => void;
  done: () => RunView;
};

/** No step has such a path: what happens there belongs to the undo of a unit. */
const isUndo = (path: string): boolean => path.startsWith('undo:');

export const isKnown = <T extends object>(rules: T, type: string): type is string & keyof T => Object.hasOwn(rules, type);

const newStep = (path: string): DraftStep => ({
  path,
  activity: '',
  status: 'running',
  takenOver: false,
  overTargets: false,
  selecting: false,
  units: new Map(),
});

export const newUnit = (id: string, name: string, connection?: string): Unit => ({
  id,
  name,
  connection,
  status: 'pending',
  attempt: 0,
  stretches: [],
  operations: [],
});

export const makeDraft = (view: RunView): Draft => {
  const steps = new Map<string, Step>(view.steps);
  const touched = new Map<string, DraftStep>();
  const undos = new Map<string, Undo>(view.undos);
  const run: Mutable<RunView> = { ...view, steps, undos };
  const nameOf = (id: string): string => {
    for (const { units } of steps.values()) {
      const known = units.get(id);
      if (known) return known.name;
    }
    return run.inherited.get(id) ?? id;
  };
  const step = (path: string): DraftStep => {
    const mine = touched.get(path);
    if (mine) return mine;
    const known = steps.get(path);
    const copy = known ? { ...known, units: new Map(known.units) } : newStep(path);
    touched.set(path, copy);
    steps.set(path, copy);
    return copy;
  };
  return {
    run,
    step,
    undo: (undo, path) => {
      const known = undos.get(undo);
      if (known) undos.set(undo, { ...known, path });
    },
    clearUndos: (stays) => {
      for (const [key, undo] of undos) if (!stays(undo)) undos.delete(key);
    },
    unit: (path, id, change) => {
      if (isUndo(path)) {
        const undo = undos.get(path) ?? { path: '', unit: newUnit(id, nameOf(id)) };
        undos.set(path, { ...undo, unit: { ...undo.unit, ...change(undo.unit) } });
        return;
      }
      const { units } = step(path);
      const before = units.get(id) ?? newUnit(id, id);
      units.set(id, { ...before, ...change(before) });
    },
    done: () => {
      for (const changed of touched.values()) changed.wait = waitOf(changed);
      for (const changed of touched.values()) if (isOpen(changed)) changed.status = changed.wait ? 'waiting' : 'running';
      return run;
    },
  };
};

const isOpen = ({ status }: DraftStep): boolean => status === 'running' || status === 'waiting';

/** Why a step waits: it does when all that it has begun does. */
const waitOf = (step: DraftStep): Step['wait'] => {
  if (!isOpen(step)) return undefined;
  const { approval } = step;
  if (approval && !approval.decision) return { for: 'approval', message: approval.message, by: approval.by, until: approval.expires };
  if (step.activity === 'flow.delay') return { for: 'delay', until: step.due };
  if (step.activity === 'flow.wait-for-signal') return { for: 'signal', name: nameIn(step.input), until: step.due };
  if (step.activity === 'flow.run-workflow' && step.child) return { for: 'run', run: step.child };
  const begun = [...step.units.values()].filter(
    (unit) => unit.status === 'running' || unit.status === 'waiting' || unit.status === 'not-known',
  );
  return begun.length > 0 && begun.every((unit) => unit.wait) ? begun[0]?.wait : undefined;
};

const nameIn = (input: unknown): string => (typeof input === 'object' && input !== null && 'name' in input ? String(input.name) : '');
