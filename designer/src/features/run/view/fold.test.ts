import { describe, expect, it } from 'vitest';
import type { Entry } from './events';
import { fold, viewAt } from './fold';
import { recorded, recordings } from './histories';
import { definitionPath, emptyView, inFlight, statusOf } from './run-view';

describe('fold', () => {
  it.each(recordings)('Fold_%s_SaysWhatTheServerSaid', (name) => {
    const { history, status, handledFailures, steps } = recorded(name);
    const view = fold(emptyView, history);
    expect(view.sequence).toBe(history.length);
    expect(statusOf(view)).toBe(status);
    expect(view.end?.handledFailures ?? false).toBe(handledFailures);
    for (const [path, [expected, outcome, targets]] of Object.entries(steps)) {
      const step = view.steps.get(path);
      if (expected === 'pending') {
        expect(step).toBeUndefined();
        continue;
      }
      expect([path, step?.status, step?.outcome ?? null]).toEqual([path, expected, outcome]);
      if (targets.length > 0)
        expect([...(step?.units.values() ?? [])].map((unit) => [unit.name, unit.status]).sort()).toEqual(targets.sort());
    }
  });

  it.each(recordings)('Fold_%sOneByOne_IsTheSameAsAtOnce', (name) => {
    const { history } = recorded(name);
    const stepwise = history.reduce((view, entry) => fold(view, [entry]), emptyView);
    expect(stepwise).toEqual(fold(emptyView, history));
  });

  it('Fold_EntriesThatCameAlready_ChangesNothing', () => {
    const { history } = recorded('failures-and-retry');
    const view = fold(emptyView, history);
    expect(fold(view, history.slice(20))).toBe(view);
    expect(fold(fold(emptyView, history.slice(0, 50)), history.slice(30))).toEqual(view);
  });

  it('Fold_OneTarget_LeavesOtherStepsTheSameObjects', () => {
    const { history } = recorded('failures-and-retry');
    const before = viewAt(history, 100);
    const after = viewAt(history, 101);
    expect(fold(before, history.slice(0, 101)).steps.get('snap')).toBe(before.steps.get('snap'));
    expect(after.steps.get('off')).not.toEqual(before.steps.get('off'));
  });

  it('Fold_UnknownType_IsCountedAndChangesNothingElse', () => {
    const { history } = recorded('lease-wait');
    const view = fold(emptyView, history);
    const after = fold(view, [{ sequence: 8, type: 'run.newer', at: '2027-01-01T00:00:00Z', data: {} }]);
    expect(after).toEqual({ ...view, sequence: 8, at: '2027-01-01T00:00:00Z' });
  });

  it('ViewAt_Retry_ShowsTheAttemptThatFailedAndWhenTheNextIs', () => {
    const { history } = recorded('failures-and-retry');
    const retrying = history.find((entry) => entry.type === 'unit.retrying');
    const unit = [
      ...(viewAt(history, retrying?.sequence ?? 0)
        .steps.get('off')
        ?.units.values() ?? []),
    ].find(({ name }) => name === 'erp-01');
    expect(unit?.status).toBe('waiting');
    expect(unit?.wait).toMatchObject({ for: 'retry', attempt: 2 });
    expect(unit?.stretches.map(({ kind, failed }) => [kind, failed ?? false])).toEqual([
      ['try', true],
      ['wait', false],
    ]);
    const end = [...(fold(emptyView, history).steps.get('off')?.units.values() ?? [])].find(({ name }) => name === 'erp-01');
    expect(end?.stretches.map(({ kind }) => kind)).toEqual(['try', 'wait', 'try']);
  });

  it('ViewAt_LeaseWait_NamesWhoHoldsTheTarget', () => {
    const { history } = recorded('lease-wait');
    expect(fold(emptyView, history).steps.get('hold')?.wait).toMatchObject({ for: 'held', run: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  it('ViewAt_ApprovalAskedAndGiven_WaitsAndThenKnowsWho', () => {
    const { history } = recorded('approval-for-each-signal');
    const asked = history.find((entry) => entry.type === 'approval.requested')?.sequence ?? 0;
    const waiting = viewAt(history, asked);
    expect(waiting.steps.get('hold/off')?.wait).toMatchObject({ for: 'approval', by: ['role:operator', 'role:admin'] });
    expect(statusOf(waiting)).toBe('waiting');
    expect(viewAt(history, asked + 1).steps.get('hold/off')?.approval?.decision).toMatchObject({ approved: true, by: 'key:bootstrap' });
  });

  it('InFlight_Cancelling_HasTheHandlesUntilTheyAreSettled', () => {
    const { history } = recorded('cancelled');
    const asked = history.find((entry) => entry.type === 'run.cancel-requested')?.sequence ?? 0;
    expect(statusOf(viewAt(history, asked))).toBe('cancelling');
    const open = inFlight(viewAt(history, asked));
    expect(open).toHaveLength(8);
    expect(open.every(({ operation }) => operation.handle)).toBe(true);
    expect(inFlight(fold(emptyView, recorded('failures-and-retry').history))).toEqual([]);
  });

  it('Step_WhoseTargetsWereCancelled_IsNotCompleted', () => {
    const at = '2026-11-24T06:00:00Z';
    const entry = (sequence: number, type: string, data: object): Entry => ({ sequence, type, at, data }) as Entry;
    const view = fold(emptyView, [
      entry(1, 'step.started', { path: 'off', activity: 'vm.suspend', units: 'targets' }),
      entry(2, 'targets.selected', { path: 'off', targets: [{ id: 'a', name: 'a' }] }),
      entry(3, 'unit.started', { path: 'off', unit: 'a', attempt: 1 }),
      entry(4, 'unit.settled', { path: 'off', unit: 'a', status: 'cancelled' }),
      entry(5, 'step.settled', { path: 'off', status: 'completed', outcome: 'done' }),
    ]);
    expect(view.steps.get('off')?.status).toBe('cancelled');
  });

  it('DefinitionPath_InsideIterations_LeavesTheirNumbersOut', () =>
    expect(['find', 'each/3/look', 'a/0/b/12/c'].map(definitionPath)).toEqual(['find', 'each/look', 'a/b/c']));
});
