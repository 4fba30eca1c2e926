import { describe, expect, it } from 'vitest';
import { isSelector, queryOf, readAddress, writeAddress } from './address';

describe('Address', () => {
  it('Write_WhatWasRead_GivesTheSameAddress', () => {
    const text = 'tab=hosts&where=cpu.now+%3E+0.8&sort=-cpu&open=a%3Ab';
    expect(writeAddress(readAddress(new URLSearchParams(text))).toString()).toBe(text);
  });

  it('Read_UnknownTab_IsThatOfTheVms', () => expect(readAddress(new URLSearchParams('tab=x')).tab).toBe('vms'));

  it.each(["tags.env == 'test'", 'cpu.now > 0.8', 'stale', '!stale', "'x' in tags", '["a"].includes(name)'])(
    'IsSelector_%s_IsOne',
    (text) => expect(isSelector(text)).toBe(true),
  );

  it.each(['web-01', '10.20.0.2', 'env=test', 'stale-web', '测试'])('IsSelector_%s_IsWords', (text) =>
    expect(isSelector(text)).toBe(false),
  );

  it('QueryOf_Words_AreLookedForAsWords', () => expect(queryOf({ search: ' web 01 ', sort: undefined })).toEqual({ q: 'web 01' }));

  it('QueryOf_Condition_IsASelector', () =>
    expect(queryOf({ search: 'cpus > 4', sort: '-cpu' })).toEqual({ where: 'cpus > 4', sort: '-cpu' }));
});
