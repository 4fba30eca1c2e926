import { describe, expect, it } from 'vitest';
import type { Schema } from '@/api/operations';
import { inOrder, needs, slots, standing } from './day';

type Run = Schema<'RunSummary'>;
const now = Date.parse('2026-11-24T12:00:00Z');
const run = (id: string, status: string, createdAt = '2026-11-24T11:50:00Z'): Run =>
  ({ id, status, createdAt, startedAt: createdAt }) as Run;
const approval = (id: string, expiresAt: string | null) => ({ id, expiresAt, requestedAt: id }) as Schema<'ApprovalView'>;

const trigger = (id: string, recommended: number) =>
  ({ id, updatedAt: '', status: { recommended, lastFiring: null } }) as unknown as Schema<'TriggerAnswer'>;

describe('Day', () => {
  it('Slots_OfRuns_StandWhereTheyBegan', () => {
    const found = slots([run('a', 'completed'), run('b', 'failed'), run('c', 'failed', '2026-11-23T12:10:00Z'), run('d', 'running')], now);
    expect([found[47], found[0], found[1]]).toEqual([
      { completed: 1, failed: 1, other: 1 },
      { completed: 0, failed: 1, other: 0 },
      { completed: 0, failed: 0, other: 0 },
    ]);
  });

  it('Slots_RunOfAnotherDay_IsLeftOut', () =>
    expect(slots([run('a', 'failed', '2026-11-22T11:00:00Z')], now).every(({ failed }) => failed === 0)).toBe(true));

  it('Needs_ApprovalThatExpiresFirst_ComesFirst', () => {
    const found = needs(
      [approval('late', null), approval('soon', '2026-11-24T13:00:00Z')],
      [run('s', 'stuck'), run('r', 'running')],
      [run('f1', 'failed', '2026-11-24T01:00:00Z'), run('f2', 'failed')],
      [trigger('quiet', 0), trigger('advice', 2)],
    );
    expect(
      found.map((need) => (need.kind === 'approval' ? need.approval.id : need.kind === 'recommended' ? need.trigger.id : need.run.id)),
    ).toEqual(['soon', 'late', 's', 'advice', 'f2', 'f1']);
  });

  it('InOrder_WhatRuns_ComesBeforeWhatWaits', () =>
    expect(inOrder([run('q', 'queued'), run('w', 'waiting'), run('r', 'running')]).map(({ id }) => id)).toEqual(['r', 'w', 'q']));

  it('Standing_OfTargets_CountsThemAndSaysWhyItWaits', () =>
    expect(
      standing({
        steps: {
          off: {
            status: 'running',
            targets: [{ status: 'completed' }, { status: 'failed' }, { status: 'waiting', waiting: { message: 'held' } }],
          },
        },
      } as unknown as Schema<'RunDetail'>),
    ).toEqual({ total: 3, done: 2, failed: 1, waits: expect.objectContaining({ message: 'held' }), step: 'off' }));
});
