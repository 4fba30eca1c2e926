import { expect, it } from 'vitest';
import { actionOf, ledOf, type Outcome } from './led';

const outcome = (kind: string, firing?: Partial<NonNullable<Outcome['firing']>>): Outcome => ({
  trigger: 'hot',
  triggerName: 'Hot hosts',
  kind,
  message: `It is ${kind}.`,
  at: '2026-11-24T14:00:00Z',
  firing: firing
    ? { id: 'f', status: 'pending', workflow: 'w', runId: null, run: null, code: null, why: null, nextAttemptAt: null, ...firing }
    : null,
});
const finding = { target: null, targetNote: 'None of its labels names a VM or host.' };
const told = (outcomes: Outcome[], found: typeof finding | null = finding) => {
  const led = ledOf({ outcomes, finding: found });
  return [led.state, led.word, actionOf(led), led.why];
};

it('LedOf_WithoutARule_OffersToMakeOne', () => {
  expect(told([])).toEqual(['pending', 'noRule', 'rule', undefined]);
  expect(told([], null)).toEqual(['pending', 'new', undefined, undefined]);
});

it.each<[Outcome, unknown[]]>([
  [
    outcome('fired', { status: 'started', runId: 'r1', run: { id: 'r1', status: 'running', handledFailures: false } }),
    ['running', 'run', 'open', 'It is fired.'],
  ],
  [outcome('fired', { status: 'started', runId: 'gone' }), ['completed', 'run', 'open', 'It is fired.']],
  [outcome('mass', { status: 'recommended' }), ['waiting', 'recommended', 'review', 'It is mass.']],
  [outcome('fired', { status: 'failed', code: 'inputs.invalid', why: 'No name.' }), ['failed', 'notStarted', 'retry', 'No name.']],
  [outcome('fired', { code: 'workflow.paused', why: 'Paused by Li.' }), ['waiting', 'notYet', 'look', 'Paused by Li.']],
  [outcome('fired', {}), ['queued', 'starting', undefined, 'It is fired.']],
  [outcome('loop', { status: 'skipped' }), ['stuck', 'loop', 'look', 'It is loop.']],
  [outcome('no-target'), ['rejected', 'noTarget', 'look', 'It is no-target.']],
  [outcome('held'), ['waiting', 'held', undefined, 'It is held.']],
  [outcome('ended-early'), ['cancelled', 'cleared', undefined, 'It is ended-early.']],
  [outcome('toString'), ['skipped', 'skipped', undefined, 'It is toString.']],
])('LedOf_OneOutcome_%#_IsMarkedWithWhy', (one, expected) => expect(told([one])).toEqual(expected));

it('LedOf_SeveralRules_TellsFirstWhatNeedsSomebody', () => {
  const run = outcome('fired', { status: 'started', runId: 'r1' });
  expect(told([outcome('too-soon'), run])[1]).toBe('run');
  expect(told([outcome('too-soon'), outcome('held'), run, outcome('fired', { status: 'recommended' })])[1]).toBe('recommended');
  expect(told([outcome('too-soon'), outcome('held')])[1]).toBe('held');
});
