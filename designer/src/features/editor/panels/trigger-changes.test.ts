import { expect, test } from 'vitest';
import { triggerChanges } from './trigger-changes';

const nightly = { name: 'nightly', type: 'schedule', cron: '0 3 * * *' };

test('what is added, changed and removed is named; the order of members means nothing', () => {
  const before = {
    triggers: [nightly, { name: 'goes', type: 'schedule', every: 'PT1H' }, { name: 'stays', type: 'schedule', every: 'PT2H' }],
  };
  const after = {
    triggers: [
      { every: 'PT2H', type: 'schedule', name: 'stays' },
      { ...nightly, cron: '0 4 * * *' },
      { name: 'new', type: 'schedule', every: 'PT3H' },
    ],
  };
  expect(triggerChanges(before, after)).toEqual([
    { name: 'new', kind: 'added' },
    { name: 'nightly', kind: 'changed' },
    { name: 'goes', kind: 'removed' },
  ]);
  expect(triggerChanges(undefined, { triggers: [nightly] })).toEqual([{ name: 'nightly', kind: 'added' }]);
  expect(triggerChanges(before, before)).toEqual([]);
});
