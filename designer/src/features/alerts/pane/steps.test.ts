import { expect, it } from 'vitest';
import type { Schema } from '@/api/operations';
import { stepsOf } from './steps';

const at = (minute: number): string => `2026-11-24T14:0${minute}:00Z`;
const outcome = { trigger: 'hot', triggerName: 'Hot', kind: 'held', message: 'It is held.', firing: null, at: at(2) };
const detail = {
  alert: { receivedAt: at(0), finding: { target: null, targetNote: 'Nothing is called so.' }, outcomes: [outcome] },
  episode: [
    { at: at(0), status: 'firing', severity: 'warning' },
    { at: at(1), status: 'firing', severity: 'critical' },
    { at: at(3), status: 'resolved', severity: 'critical' },
  ],
} as unknown as Schema<'AlertDetail'>;

it('StepsOf_AnEpisode_AreInTheOrderInWhichTheyHappened', () =>
  expect(stepsOf(detail)).toEqual([
    { at: at(0), kind: 'accepted' },
    { at: at(0), kind: 'target', note: 'Nothing is called so.', causedBy: undefined },
    { at: at(1), kind: 'fires', severity: 'critical' },
    { at: at(2), kind: 'rule', outcome },
    { at: at(3), kind: 'resolved' },
  ]));

it('StepsOf_OneThatCameResolved_SaysSo', () =>
  expect(
    stepsOf({
      alert: { ...detail.alert, finding: null, outcomes: [] },
      episode: [{ at: at(0), status: 'resolved', severity: null }],
      firings: [],
      otherRules: [],
    }).map(({ kind }) => kind),
  ).toEqual(['accepted', 'resolved']));
