import { describe, expect, it } from 'vitest';
import type { Activities, Definition } from '@/canvas/definition';
import { drawingOf } from '@/canvas/drawing';
import { noData, withMore } from './data';
import { failuresOf, placeOf, tell } from './failures';
import { fold, viewAt } from './fold';
import { recorded } from './histories';
import { marksOf, wayOf } from './marks';
import { notDone } from './rerun';
import { emptyView } from './run-view';
import { waitsOf } from './waits';

const failed = fold(emptyView, recorded('failures-and-retry').history);

describe('withMore', () => {
  const { history } = recorded('rerun-failed');
  const line = (id: number) => ({ id, step: 'off', target: null, at: '2026-11-24T00:00:00Z', text: `${id}` });

  it('WithMore_StreamThatRepeatsItselfAfterABreak_HasEachOnce', () => {
    const before = withMore(noData, history.slice(0, 20), [line(1), line(2)]);
    const after = withMore(before, history.slice(10), [line(2), line(3)]);
    expect(after.entries).toEqual(history);
    expect(after.log.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(after.view).toEqual(fold(emptyView, history));
  });

  it('WithMore_NothingNew_IsTheSame', () => {
    const data = withMore(noData, history, []);
    expect(withMore(data, history, [])).toBe(data);
  });
});

describe('failuresOf', () => {
  it('FailuresOf_FailedTargets_AreEachTheirOwnWithTheirPlace', () => {
    const all = failuresOf(failed);
    expect(all.map(({ unit }) => unit?.name)).toEqual(['build-01', 'web-01', 'wiki-01']);
    expect(all[1] && placeOf(all[1], 'e3f8d0')).toBe('run e3f8d0 / off / web-01 / try 1');
    expect(all[1] && tell(all[1])).toMatchObject({ title: 'web-01 did not power off.', said: { by: 'simulator' } });
  });

  it('FailuresOf_RunRejected_IsTheRunsOwn', () => {
    const rejected = failuresOf(fold(emptyView, recorded('rejected').history));
    expect(rejected.map(({ key, error }) => [key, error.code])).toEqual([['run', 'step.rejected']]);
  });

  it('FailuresOf_TargetThatIsTriedAgain_IsNone', () => expect(failuresOf(viewAt(recorded('failures-and-retry').history, 99))).toEqual([]));
});

describe('waitsOf', () => {
  it('WaitsOf_HeldTarget_IsOneWithItsName', () => {
    const waits = waitsOf(fold(emptyView, recorded('lease-wait').history));
    expect(waits.map(({ wait, units }) => [wait.for, units.map(({ name }) => name)])).toEqual([['held', ['cache-05']]]);
  });

  it('WaitsOf_Signal_NamesIt', () =>
    expect(waitsOf(fold(emptyView, recorded('waiting-for-signal').history)).map(({ wait }) => wait)).toEqual([
      expect.objectContaining({ for: 'signal', name: 'carry-on' }),
    ]));

  it('WaitsOf_EndedRun_IsNothing', () => expect(waitsOf(failed)).toEqual([]));
});

describe('marks', () => {
  const definition: Definition = {
    id: 'x',
    steps: Object.fromEntries(
      ['find', 'snap', 'off', 'tell', 'ticket', 'none'].map((id) => [id, { activity: id === 'find' ? 'fleet.find-vms' : 'x' }]),
    ),
    transitions: ['find.found -> snap', 'find.none -> none', 'snap.done -> off', 'off.done -> tell', 'off.failed -> ticket'],
  };
  const { edges } = drawingOf(definition, {} as Activities);
  const ways = (sequence: number) => {
    const view = viewAt(recorded('failures-and-retry').history, sequence);
    return Object.fromEntries(edges.map((edge) => [`${edge.from}.${edge.outcome}`, wayOf(edge, view).way]));
  };

  it('WayOf_EndedRun_IsTakenOrDead', () =>
    expect(ways(142)).toEqual({
      'find.found': 'taken',
      'find.none': 'dead',
      'snap.done': 'taken',
      'off.done': 'taken',
      'off.failed': 'dead',
    }));

  it('WayOf_StepThatGoes_IsOpen', () =>
    expect(ways(100)).toMatchObject({ 'snap.done': 'taken', 'off.done': 'open', 'off.failed': 'open' }));

  it('MarksOf_StepOverTargets_HasTheSharesOfTheirStates', () =>
    expect(marksOf(failed).get('off')).toEqual({
      state: 'completed',
      badge: '9/13',
      shares: [
        { state: 'failed', count: 3 },
        { state: 'skipped', count: 1 },
        { state: 'completed', count: 9 },
      ],
    }));

  it('MarksOf_ForEach_CountsItsIterationsAndMarksWhatIsInside', () => {
    const marks = marksOf(fold(emptyView, recorded('approval-for-each-signal').history));
    expect(marks.get('each')?.badge).toBe('9/9');
    expect(marks.get('each/look')?.state).toBe('failed');
  });

  it('NotDone_CancelledRun_BeginsWithWhatWasCancelled', () =>
    expect(notDone(definition, fold(emptyView, recorded('cancelled').history))).toEqual(['off']));
});
