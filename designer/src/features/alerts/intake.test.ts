import { expect, it } from 'vitest';
import type { Schema } from '@/api/operations';
import { lastHeard, refusedSince } from './intake';

const source = (name: string, status: Partial<Schema<'AlertSourceStatus'>>) =>
  ({
    name,
    status: { accepted: 0, duplicates: 0, truncated: 0, refused: 0, lastAlertAt: null, lastRefusedAt: null, lastRefusal: null, ...status },
  }) as Schema<'AlertSourceAnswer'>;

const sources = [
  source('old', { lastRefusedAt: '2026-11-23T09:00:00Z', lastAlertAt: '2026-11-24T14:00:00.5Z' }),
  source('early', { lastRefusedAt: '2026-11-24T09:00:00Z', lastAlertAt: '2026-11-24T14:00:00Z' }),
  source('late', { lastRefusedAt: '2026-11-24T10:00:00.123Z' }),
  source('quiet', {}),
];

it('RefusedSince_SeveralSources_AreThoseOfTodayTheLastFirst', () =>
  expect(refusedSince(sources, '2026-11-24T00:00:00.000Z').map(({ name }) => name)).toEqual(['late', 'early']));

it('LastHeard_SeveralSources_IsTheLatest', () => {
  expect(lastHeard(sources)).toEqual({ name: 'old', at: '2026-11-24T14:00:00.5Z' });
  expect(lastHeard([source('quiet', {})])).toBeUndefined();
});
