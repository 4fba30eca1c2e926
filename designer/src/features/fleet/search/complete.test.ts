import { describe, expect, it } from 'vitest';
import { complete } from './complete';
import { isWhole, tokens } from './tokens';
import type { Vocabulary } from './words';

const words: Vocabulary = {
  tags: { env: ['test', 'prod'], 'cost-centre': ['4711'], owner: ["o'neill"] },
  hosts: ['hv-a-01'],
  clusters: ['cluster-a'],
  connections: ['simulator'],
  platforms: ['simulator'],
  systems: ['Ubuntu 24.04'],
};

/** The caret is where the `|` is; answers what the text becomes with the option of that label. */
const choose = (marked: string, label: string): string => {
  const caret = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const found = complete(text, caret, 'vms', words);
  const option = found?.options.find((one) => one.label === label);
  if (!found || !option) return `no ${label} in ${found?.options.map((one) => one.label)}`;
  return text.slice(0, found.from) + option.insert + text.slice(found.to);
};

describe('Complete', () => {
  it.each([
    ['¦', 'powerState', 'powerState '],
    ['pow¦', 'powerState', 'powerState '],
    ['cp¦', 'cpu', 'cpu.'],
    ['cp¦', 'cpus', 'cpus '],
    ['env¦', 'tags.env', 'tags.env '],
    ['tags.¦', 'env', 'tags.env '],
    ['tags.co¦', 'cost-centre', "tags['cost-centre'] "],
    ["tags['cost-centre'] == ¦", '4711', "tags['cost-centre'] == '4711' "],
    ['tags.env ¦', '==', 'tags.env == '],
    ['tags.env == ¦', 'test', "tags.env == 'test' "],
    ["tags.env == 'te¦", 'test', "tags.env == 'test' "],
    ["tags.env == 'te¦'", 'test', "tags.env == 'test' "],
    ['tags.owner == ¦', "o'neill", "tags.owner == 'o\\'neill' "],
    ["tags.env == 'test' ¦", '&&', "tags.env == 'test' && "],
    ["tags.env == 'test' && po¦", 'powerState', "tags.env == 'test' && powerState "],
    ['powerState == ¦', 'suspended', "powerState == 'suspended' "],
    ["powerState == 'on' && cpu.¦", 'p95', "powerState == 'on' && cpu.p95('"],
    ["cpu.p95('¦", '14d', "cpu.p95('14d')"],
    ["cpu.p95('1¦", '1h', "cpu.p95('1h')"],
    ["cpu.p95('14d') ¦", '&&', "cpu.p95('14d') && "],
    ["os == 'Ubuntu ¦", 'Ubuntu 24.04', "os == 'Ubuntu 24.04' "],
    ["(powerState == 'on' || sta¦", 'stale', "(powerState == 'on' || stale "],
  ])('At_%s_%s_Gives_%s', (marked, label, text) => expect(choose(marked, label)).toBe(text));

  it('At_HostsAndStorages_HaveNoTags', () => {
    expect(complete('tags.', 5, 'hosts', words)).toBeUndefined();
    expect(complete('cpu', 3, 'storages', words)).toBeUndefined();
  });

  it('At_TextInQuotes_FieldsAreNotOffered', () => expect(complete("name == 'po", 11, 'vms', words)).toBeUndefined());
});

describe('Tokens', () => {
  it.each(["tags.env == 'test' && cpu.p95('14d') < 0.2", "名称 == '测试", '', '((!stale', "'x' in tags"])(
    'Tokens_Of_%s_AreTheText',
    (text) => expect(tokens(text).reduce((sum, { value }) => sum + value, '')).toBe(text),
  );

  it('Tokens_OfASelector_AreOfTheirKinds', () =>
    expect(tokens("cpu.p95('14d') < 0.2").filter(({ kind }) => kind !== 'other')).toEqual([
      { kind: 'field', value: 'cpu' },
      { kind: 'call', value: 'p95' },
      { kind: 'text', value: "'14d'" },
      { kind: 'operator', value: '<' },
      { kind: 'number', value: '0.2' },
    ]));
});

describe('IsWhole', () => {
  it.each(["tags.env == 'test'", 'web-01', '', "cpu.p95('14d') < 0.2", '(stale || cpus > 4)'])('IsWhole_%s_Is', (text) =>
    expect(isWhole(text)).toBe(true),
  );
  it.each(["tags.env == 'te", "tags.env == '", 'tags.', 'tags.env ', 'powerState ==', "cpu.p95('14d'", 'stale &&', '(stale'])(
    'IsWhole_%s_IsNot',
    (text) => expect(isWhole(text)).toBe(false),
  );
});
