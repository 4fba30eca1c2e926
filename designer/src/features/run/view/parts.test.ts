import { describe, expect, it } from 'vitest';
import { failureParts } from './failure';
import { fold, viewAt } from './fold';
import { recorded } from './histories';
import { filterLines, linesOf } from './lines';
import { emptyView } from './run-view';
import { countTargets, orderTargets, stepToShow, targetsOf } from './targets';
import { sequenceAt, ticks, timelineRows } from './timeline';

const { history } = recorded('failures-and-retry');
const view = fold(emptyView, history);
const targets = targetsOf(view.steps.get('off'));

describe('failureParts', () => {
  it('FailureParts_OfAPlatform_KeepsItsTextVerbatim', () => {
    const failed = targets.find(({ name }) => name === 'web-01');
    const { what, said, next } = failureParts(failed?.message ?? '');
    expect(what).toBe('web-01 did not power off. Its guest could not be asked; the VM is still on, nothing was forced.');
    expect(said).toEqual({
      by: 'simulator',
      text: 'ToolsUnavailable: Cannot complete operation because VMware Tools is not running in this virtual machine.',
    });
    expect(next).toBeTruthy();
  });

  it('FailureParts_OfAnythingElse_IsWhatHappened', () =>
    expect(failureParts('The step ended rejected.')).toEqual({ what: 'The step ended rejected.', said: undefined, next: undefined }));
});

describe('targets', () => {
  it('OrderTargets_All_HasTheFailedFirst', () =>
    expect(
      orderTargets(targets, { status: 'all', text: '' })
        .map(({ name }) => name)
        .slice(0, 4),
    ).toEqual(['build-01', 'web-01', 'wiki-01', 'dc-01']));

  it('OrderTargets_ByTextAndStatus_FindsInNamesAndMessages', () => {
    expect(orderTargets(targets, { status: 'failed', text: 'nopermission' }).map(({ name }) => name)).toEqual(['build-01']);
    expect(orderTargets(targets, { status: 'completed', text: 'web' })).toEqual([]);
  });

  it('CountTargets_Mixed_CountsEachOnce', () =>
    expect(countTargets(targets)).toEqual([
      { status: 'failed', count: 3 },
      { status: 'skipped', count: 1 },
      { status: 'completed', count: 9 },
    ]));

  it('StepToShow_StepsWithTargets_IsTheOneWithFailures', () => expect(stepToShow([...view.steps.values()])?.path).toBe('off'));
});

describe('timeline', () => {
  it('TimelineRows_Retry_HasABarPerAttemptAndTheWaitBetween', () => {
    const rows = timelineRows(view, Date.parse(view.endedAt ?? ''));
    expect(rows.map(({ name }) => name)).toEqual(['find', 'snap', 'off', 'build-01', 'web-01', 'wiki-01', 'erp-01', 'tell']);
    expect(rows.find(({ name }) => name === 'erp-01')?.bars.map(({ state }) => state)).toEqual(['failed', 'waiting', 'completed']);
  });

  it('TimelineRows_Gate_WaitsBeforeTheStepActs', () => {
    const gated = fold(emptyView, recorded('approval-for-each-signal').history);
    const gate = timelineRows(gated, Date.parse(gated.endedAt ?? '')).find(({ kind }) => kind === 'approval');
    const step = timelineRows(gated, Date.parse(gated.endedAt ?? '')).find(({ key }) => key === 'hold/off');
    expect(gate?.bars[0]?.to).toBe(step?.bars[0]?.from);
  });

  it('TimelineRows_AQuestion_IsOneRowThatWaits', () => {
    const gated = fold(emptyView, recorded('approval-for-each-signal').history);
    const [gate] = [...gated.steps.values()].filter(({ approval }) => approval);
    const asking = { ...gated, steps: new Map(gate && [['ask', { ...gate, path: 'ask', activity: 'flow.approve', units: new Map() }]]) };
    const rows = timelineRows(asking, Date.parse(gated.endedAt ?? ''));
    expect(rows.map(({ kind, bars }) => [kind, bars.map(({ state }) => state)])).toEqual([['step', ['waiting']]]);
  });

  it('SequenceAt_AnyMoment_IsTheLastEventBefore', () => {
    const tenth = history[9];
    expect(sequenceAt(history, 0)).toBe(1);
    expect(history[sequenceAt(history, Date.parse(tenth?.at ?? '')) - 1]?.at).toBe(tenth?.at);
    expect(sequenceAt(history, Number.MAX_SAFE_INTEGER)).toBe(history.length);
  });

  it('Ticks_AnyLength_AreRoundAndFew', () => {
    expect(ticks(1_500, 9_000)).toEqual([2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000]);
    expect(ticks(0, 86_400_000).length).toBeLessThanOrEqual(9);
  });
});

describe('lines', () => {
  const names = new Map(targets.map(({ id, name }) => [id, name]));
  const shown = (line: { code: string; values: object }): string => `${line.code} ${Object.values(line.values).join(' ')}`;
  const lines = linesOf(history, [{ id: 7, step: 'off', target: 'web-01', at: history[125]?.at ?? '', text: 'guest was asked' }], names);

  it('LinesOf_HistoryAndLog_AreOneByTimeEachOnce', () => {
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted());
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  });

  it('FilterLines_OfATarget_TellsItsStoryToTheFailure', () => {
    const story = filterLines(lines, { path: 'off', target: 'web-01', text: '' }, shown);
    expect(story.map(({ code }) => code)).toEqual(['started', 'intended', 'refused', 'settledFailed', 'text']);
    expect(story.find(({ code }) => code === 'refused')?.values.message).toMatch(/^ToolsUnavailable/);
    expect(filterLines(lines, { text: 'toolsunavailable' }, shown)).toHaveLength(2);
  });

  it('LinesOf_PartOfTheHistory_AreThoseUntilThen', () => expect(linesOf(history.slice(0, 5), [], names)).toHaveLength(3));
});

it('ViewAt_BeforeAnything_IsEmpty', () => expect(viewAt(history, 0)).toBe(emptyView));
