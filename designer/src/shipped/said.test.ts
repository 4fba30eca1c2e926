import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isObject } from '@/json/pointer';
import { dictionary, entry, type Tree, textsOf, translated } from './said';
import en from './text/en.json';
import zh from './text/zh.json';

// Vitest runs in the designer's folder.
const library = '../workflows/Library';
const files = readdirSync(library).filter((file) => file.endsWith('.yaml'));
const rules = '../server/FleetRules/Shipped';
const shippedRules = readdirSync(rules)
  .filter((file) => file.endsWith('.json'))
  .map((file): unknown => JSON.parse(readFileSync(`${rules}/${file}`, 'utf8')));
const texts = (tree: unknown): string[] => {
  const found: string[] = [];
  translated(tree, (text, kind) => {
    found.push(entry(text, kind));
    return text;
  });
  return found;
};

describe.each(files)('%s', (file) => {
  const definition: unknown = parse(readFileSync(`${library}/${file}`, 'utf8'));
  const words = dictionary(en, zh);

  it('EveryTextThatPeopleRead_HasOneInChinese', () => {
    const all = texts(definition);
    expect(all.length).toBeGreaterThan(3);
    expect(all.filter((text) => !/[一-鿿]/.test(words.get(text) ?? ''))).toEqual([]);
  });

  it('EveryInputAndStep_IsCalledSomething', () => {
    const { inputs = {}, steps = {} } = definition as { inputs?: Tree; steps?: Tree };
    const nameless = [
      ...Object.entries(inputs).filter(([, input]) => !isObject(input) || !input.title || !input.description),
      ...Object.entries(steps).filter(([, step]) => !isObject(step) || !step.name),
    ];
    expect(nameless.map(([name]) => name)).toEqual([]);
  });
});

it('Texts_OfNothingThatIsShipped_AreNotKept', () => {
  const definitions: unknown[] = files.map((file) => parse(readFileSync(`${library}/${file}`, 'utf8')));
  const shipped = new Set([...definitions, ...shippedRules].flatMap(texts));
  const { choice: _, ...ours } = en;
  expect(textsOf(ours).filter(([path, text]) => !shipped.has(entry(text, path.split('.').at(-1) ?? '')))).toEqual([]);
});

it('Rules_ThatAreShipped_HaveNamesInChinese', () => {
  const words = dictionary(en, zh);
  const names = shippedRules.flatMap(texts);
  expect(names.length).toBeGreaterThan(2);
  expect(names.filter((name) => !/[一-鿿]/.test(words.get(name) ?? ''))).toEqual([]);
});

it('Dictionary_OfATextThatIsATitleOnly_HasNoName', () => {
  const words = dictionary(en, zh);
  expect(words.get(entry('Snapshot', 'title'))).toBe('快照');
  expect(words.get(entry('Snapshot', 'name'))).toBeUndefined();
});

it('Translated_ADefinition_LeavesWhatIsNotRead', () => {
  const definition = { name: 'Take', steps: { a: { name: 'Take', with: { name: 'Take' } } }, transitions: ['a -> b'] };
  expect(translated(definition, () => '创建')).toEqual({
    name: '创建',
    steps: { a: { name: '创建', with: { name: 'Take' } } },
    transitions: ['a -> b'],
  });
});
