import { describe, expect, it } from 'vitest';
import type { Entry } from './events';
import { fold } from './fold';
import { linesOf } from './lines';
import { emptyView, statusOf } from './run-view';
import { timelineRows } from './timeline';
import { inRollBack, undoState, undosOf } from './undos';

const at = (second: number): string => `2027-01-01T00:00:${String(second).padStart(2, '0')}Z`;
const history = (...events: [type: string, data: unknown][]): Entry[] =>
  events.map(([type, data], index) => ({ sequence: index + 1, type, at: at(index), data }));

const failed: [string, unknown][] = [
  ['run.created', { runId: 'r', workflow: 'w', version: 1, inputs: {}, trigger: { kind: 'api' } }],
  ['run.admitted', {}],
  ['step.started', { path: 'off', activity: 'vm.power-off', input: {}, units: 'targets' }],
  ['targets.selected', { path: 'off', targets: ['a', 'b'].map((name) => ({ id: `sim:${name}`, name })) }],
  ['unit.started', { path: 'off', unit: 'sim:a', attempt: 1 }],
  ['unit.settled', { path: 'off', unit: 'sim:a', status: 'completed' }],
  ['unit.started', { path: 'off', unit: 'sim:b', attempt: 1 }],
  ['unit.settled', { path: 'off', unit: 'sim:b', status: 'completed' }],
  ['step.settled', { path: 'off', status: 'completed', outcome: 'done' }],
  ['run.ended', { status: 'failed', error: { code: 'x', message: 'x' } }],
];
const rollingBack: [string, unknown][] = [
  ...failed,
  ['roll-back.started', { after: 'failed', by: 'user:li' }],
  ['undo.started', { undo: 'undo:1.2', path: 'off', unit: 'sim:b', attempt: 1 }],
  ['operation.intended', { path: 'undo:1.2', unit: 'sim:b', operation: 'power-on', generation: 1, key: 'k' }],
];
const incomplete: [string, unknown][] = [
  ...rollingBack,
  ['undo.settled', { undo: 'undo:1.2', path: 'off', unit: 'sim:b', status: 'failed', error: { code: 'x.broke', message: 'It broke.' } }],
  ['undo.started', { undo: 'undo:1.1', path: 'off', unit: 'sim:a', attempt: 1 }],
  ['undo.settled', { undo: 'undo:1.1', path: 'off', unit: 'sim:a', status: 'completed', message: 'Is on.' }],
  ['run.ended', { status: 'roll-back-incomplete', error: { code: 'roll-back.incomplete', message: '1 of 2' } }],
];
const viewOf = (events: [string, unknown][]) => fold(emptyView, history(...events));

describe('roll back', () => {
  it('StatusOf_EndedRunThatRollsBack_IsRollingBackAndThenWhatItCameTo', () => {
    expect(statusOf(viewOf(failed))).toBe('failed');
    expect(statusOf(viewOf(rollingBack))).toBe('rolling-back');
    expect(statusOf(viewOf([...rollingBack, ['run.paused', {}]]))).toBe('paused');
    expect(statusOf(viewOf(incomplete))).toBe('roll-back-incomplete');
    expect(viewOf(incomplete).rollBack).toMatchObject({ since: at(10), endedAt: at(16), by: 'user:li' });
  });

  it('StatusOf_AskedForWhileItGoes_IsCancelling', () =>
    expect(statusOf(viewOf([...failed.slice(0, 5), ['roll-back.requested', { by: 'user:li' }]]))).toBe('cancelling'));

  it('Fold_Undo_HasTheNameOfItsTargetAndLeavesTheStepAsItWas', () => {
    const view = viewOf(rollingBack);
    expect([...view.undos.values()]).toMatchObject([
      { path: 'off', unit: { name: 'b', status: 'running', operations: [{ name: 'power-on' }] } },
    ]);
    expect(view.steps.get('off')?.units.get('sim:b')).toMatchObject({ status: 'completed', operations: [] });
    expect([...view.steps.keys()]).toEqual(['off']);
  });

  it('Fold_SecondRollBack_TriesAgainWhatWasLeft', () => {
    const view = viewOf([
      ...incomplete,
      ['roll-back.started', { after: 'failed' }],
      ['unit.waiting', { path: 'undo:2.2', unit: 'sim:b', heldBy: 'another' }],
    ]);
    expect(inRollBack(view).map(({ key, unit }) => [key, unit.status])).toEqual([
      ['undo:2.2', 'waiting'],
      ['undo:1.1', 'completed'],
    ]);
  });

  it('Fold_InheritedUndo_IsNamed', () => {
    const view = viewOf([
      ...failed.slice(0, 2),
      ['undo.inherited', { from: 'q', units: [{ path: 'off', target: { id: 'sim:z', name: 'zed' } }] }],
      ['roll-back.started', { after: 'failed' }],
      ['undo.started', { undo: 'undo:1.1', path: 'off', unit: 'sim:z', attempt: 1 }],
    ]);
    expect(undosOf(view, 'off').get('sim:z')?.unit.name).toBe('zed');
  });

  it('InRollBack_OneFailed_StandsFirst', () =>
    expect(inRollBack(viewOf(incomplete)).map(({ unit }) => [unit.name, undoState(unit.status)])).toEqual([
      ['b', 'roll-back-incomplete'],
      ['a', 'rolled-back'],
    ]));

  it('TimelineRows_StepThatWasTakenBack_HasARowOfItsOwn', () =>
    expect(timelineRows(viewOf(incomplete), Date.parse(at(30))).at(-1)).toMatchObject({
      kind: 'undo',
      path: 'off',
      bars: [{ from: Date.parse(at(11)), to: Date.parse(at(15)), state: 'failed', open: false }],
    }));

  it('LinesOf_OperationOfAnUndo_StandsUnderTheStepThatItTakesBack', () => {
    const lines = linesOf(history(...incomplete), [], new Map([['sim:b', 'b']]));
    expect(lines.find(({ code }) => code === 'intended')).toMatchObject({ path: 'off', target: 'b' });
    expect(lines.filter(({ code }) => code.startsWith('undo')).map(({ code }) => code)).toEqual([
      'undoStarted',
      'undoFailed',
      'undoStarted',
      'undoCompleted',
    ]);
  });
});
