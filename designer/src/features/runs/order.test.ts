import { expect, it } from 'vitest';
import { byNeed, sinceOf } from './order';

const runs = (...states: string[]) => states.map((status, index) => ({ status, index }));

it('ByNeed_Mixed_HasWhatNeedsSomebodyFirstAndTheEndedAsTheyCame', () =>
  expect(
    byNeed(runs('completed', 'running', 'failed', 'waiting', 'queued', 'stuck', 'completed')).map(
      ({ status, index }) => `${status} ${index}`,
    ),
  ).toEqual(['stuck 5', 'waiting 3', 'running 1', 'queued 4', 'completed 0', 'failed 2', 'completed 6']));

it('ByNeed_StateOfANewerServer_StandsWithThoseThatGo', () =>
  expect(byNeed(runs('completed', 'rolling-back')).map(({ status }) => status)).toEqual(['rolling-back', 'completed']));

it('SinceOf_Span_CountsBackInWholeMinutes', () => {
  expect(sinceOf('hour', Date.parse('2026-11-24T14:02:11Z'))).toBe('2026-11-24T13:02:00.000Z');
  expect(sinceOf(null, 0)).toBeUndefined();
  expect(sinceOf('constructor', 0)).toBeUndefined();
});
