import type { Rules } from './fold';
import type { Operation, Stretch, Unit } from './run-view';

/** What happens to targets. */
export const unitRules: Rules = {
  'unit.started': (draft, { path, unit, attempt }, at) =>
    draft.unit(path, unit, (before) => ({
      status: 'running',
      attempt,
      wait: undefined,
      startedAt: before.startedAt ?? at,
      stretches: next(before, { kind: 'try', from: at }),
    })),
  'unit.waiting': (draft, { path, unit, heldBy }, at) =>
    draft.unit(path, unit, (before) => ({
      status: 'waiting',
      wait: { for: 'held', run: heldBy },
      stretches: next(before, { kind: 'wait', from: at }),
    })),
  'unit.held': (draft, { path, unit, reason }, at) =>
    draft.unit(path, unit, (before) => ({
      status: 'waiting',
      wait: { for: 'automation', message: reason },
      stretches: next(before, { kind: 'wait', from: at }),
    })),
  'unit.retrying': (draft, { path, unit, attempt, due, error }, at) =>
    draft.unit(path, unit, (before) => ({
      status: 'waiting',
      attempt,
      error,
      message: error.message,
      wait: { for: 'retry', attempt, until: due, message: error.message },
      stretches: next(before, { kind: 'wait', from: at }, true),
    })),
  'unit.deferred': (draft, { path, unit, due, message }, at) =>
    draft.unit(path, unit, (before) => ({
      status: 'waiting',
      message,
      wait: { for: 'time', message, until: due },
      stretches: next(before, { kind: 'wait', from: at }),
    })),
  'unit.settled': (draft, { path, unit, status, message, error }, at) =>
    draft.unit(path, unit, (before) => ({
      status: isOpenEnded(before, error?.code) ? 'not-known' : status,
      message: message ?? error?.message,
      error,
      wait: undefined,
      endedAt: at,
      stretches: close(before.stretches, at, status === 'failed'),
    })),
  'operation.intended': (draft, { path, unit, operation, generation }, at) =>
    draft.unit(path, unit, (before) => ({
      operations: put(before.operations, { name: operation, generation, since: at, settled: false, confirmed: false }),
    })),
  'operation.started': (draft, { path, unit, operation, handle }) =>
    draft.unit(path, unit, (before) => ({ operations: change(before.operations, operation, { handle }) })),
  'operation.settled': (draft, { path, unit, operation, confirmed }) =>
    draft.unit(path, unit, (before) => ({ operations: change(before.operations, operation, { settled: true, confirmed }) })),
};

/** The target ended without anybody knowing what became of it: an operation was begun and is not found again. */
const isOpenEnded = (unit: Unit, code: string | undefined): boolean =>
  code === 'step.interrupted' && unit.operations.some((operation) => !operation.confirmed);

const close = (stretches: readonly Stretch[], at: string, failed: boolean): Stretch[] =>
  stretches.map((stretch) => (stretch.to ? stretch : { ...stretch, to: at, failed: failed && stretch.kind === 'try' }));

const next = (unit: Unit, stretch: Stretch, failed = false): Stretch[] => [...close(unit.stretches, stretch.from, failed), stretch];

const put = (operations: readonly Operation[], operation: Operation): Operation[] => [
  ...operations.filter((other) => other.name !== operation.name),
  operation,
];

const change = (operations: readonly Operation[], name: string, changes: Partial<Operation>): Operation[] =>
  operations.map((operation) => (operation.name === name ? { ...operation, ...changes } : operation));
