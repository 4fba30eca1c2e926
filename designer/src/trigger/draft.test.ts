import { describe, expect, it } from 'vitest';
import { draftOf } from './draft';

const answer = {
  id: 'nightly',
  name: 'Nightly',
  workflow: 'back-up-vms',
  type: 'schedule',
  enabled: true,
  action: 'start',
  inputs: { vms: ['a'] },
  pause: null,
  status: { pending: 0, recommended: 0, lastFiring: null },
  eTag: '"1"',
  createdAt: '',
  updatedAt: '',
  updatedBy: '',
} as const;

describe('draftOf', () => {
  it('Answer_HasOnlyWhatCanBeSaved', () => {
    const read = { ...answer, cron: '0 2 * * *', calendar: null, misfire: 'fire-once', misfireLimit: 20, nextFireTimes: ['x'] };
    const schema = { properties: { cron: {}, calendar: {}, misfire: { default: 'fire-once' }, misfireLimit: { default: 10 } } };
    expect(draftOf(read as never, schema)).toEqual({
      id: 'nightly',
      name: 'Nightly',
      workflow: 'back-up-vms',
      type: 'schedule',
      enabled: true,
      action: 'start',
      inputs: { vms: ['a'] },
      cron: '0 2 * * *',
      misfireLimit: 20,
    });
  });
});
