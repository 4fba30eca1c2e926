import { expect, it } from 'vitest';
import { pageOf, queryOf, readFilters, writeFilters } from './filters';

it('Filters_OfAnAddress_AreWrittenBackTheSame', () => {
  const search = new URLSearchParams('who=key:ci&since=2026-11-23T08:00&x=1');
  const filters = readFilters(search);
  expect(filters).toEqual({ who: 'key:ci', what: '', object: '', since: '2026-11-23T08:00', until: '' });
  expect(writeFilters(new URLSearchParams('x=1&open=7'), filters).toString()).toBe('x=1&who=key%3Aci&since=2026-11-23T08%3A00');
});

it('QueryOf_EmptyAndUnreadable_AreLeftOut', () => {
  const query = queryOf({ who: ' ', what: 'workflow ', object: '', since: 'yesterday', until: '2026-11-23T08:00' });
  expect(query).toEqual({ what: 'workflow', until: new Date('2026-11-23T08:00').toISOString() });
});

it.each([
  ['workflow:a', '/workflows?open=a'],
  ['run:1', '/runs/1'],
  ['address:::1', undefined],
  ['automation', undefined],
])('PageOf_%s_Is%s', (object, page) => {
  expect(pageOf(object)).toBe(page);
});
