import { newUnit } from './draft';
import type { Rules } from './fold';
import type { StepStatus } from './run-view';

/** What happens to steps. */
export const stepRules: Rules = {
  'step.started': (draft, { path, activity, input, due, units }, at) => {
    const step = draft.step(path);
    Object.assign(step, {
      activity,
      input,
      due,
      startedAt: at,
      selecting: units === 'targets' && step.units.size === 0,
      overTargets: units === 'targets',
    });
    if (units === 'now')
      draft.unit(path, '', () => ({ status: 'running', attempt: 1, startedAt: at, stretches: [{ kind: 'try', from: at }] }));
  },
  'step.settled': (draft, { path, status, outcome, output, error }, at) => {
    // A step whose targets were cancelled before they were done has not completed, whatever came first.
    const cut = status === 'completed' && [...draft.step(path).units.values()].some((unit) => unit.status === 'cancelled');
    const adverse: StepStatus | undefined = outcome === 'rejected' || outcome === 'expired' ? outcome : cut ? 'cancelled' : undefined;
    Object.assign(draft.step(path), { status: adverse ?? status, outcome, output, error, endedAt: at, selecting: false });
    // A single unit ends with its step.
    if (draft.step(path).units.get('')?.endedAt === undefined && draft.step(path).units.has(''))
      draft.unit(path, '', (unit) => ({
        status,
        error,
        endedAt: at,
        wait: undefined,
        stretches: unit.stretches.map((stretch) => (stretch.to ? stretch : { ...stretch, to: at, failed: status === 'failed' })),
      }));
  },
  'step.skipped': (draft, { path }, at) => Object.assign(draft.step(path), { status: 'skipped', endedAt: at }),
  'step.taken-over': (draft, { path, status, outcome, output, units }, at) => {
    const redone = units?.some((unit) => !unit.status);
    const step = draft.step(path);
    if (!redone) Object.assign(step, { status, outcome, output, endedAt: at, takenOver: true });
    for (const { target } of units ?? []) if (redone) step.units.set(target.id, newUnit(target.id, target.name, target.connection));
  },
  'targets.selected': (draft, { path, targets }) => {
    const step = draft.step(path);
    Object.assign(step, { selecting: false, overTargets: true });
    // In the order in which they are begun, which a rerun's may differ from.
    step.units = new Map(targets.map((target) => [target.id, newUnit(target.id, target.name, target.connection)]));
  },
  'approval.requested': (draft, { path, message, by, expires }, at) =>
    Object.assign(draft.step(path), { approval: { message, by: by ?? [], askedAt: at, expires } }),
  'approval.decided': (draft, { path, ...decision }, at) => {
    const step = draft.step(path);
    if (step.approval) step.approval = { ...step.approval, decision: { ...decision, at } };
  },
  'iteration.started': (draft, { path, index }) => {
    if (index === undefined) return;
    const step = draft.step(path);
    step.iterations = { settled: 0, failed: 0, ...step.iterations, started: index + 1 };
  },
  'iteration.settled': (draft, { path, status }) => {
    const step = draft.step(path);
    const { started, settled, failed } = step.iterations ?? { started: 0, settled: 0, failed: 0 };
    step.iterations = { started, settled: settled + 1, failed: failed + (status === 'failed' ? 1 : 0) };
  },
  'child.started': (draft, { path, childRunId }) => Object.assign(draft.step(path), { child: childRunId }),
};
