// biome-ignore-all lint/suspicious/noTemplateCurlyInString: definitions write their expressions so
import { expect, test } from 'vitest';
import type { Activities, Definition } from '@/canvas/definition';
import fixture from '@/schema-form/activities.fixture.json';
import { expressionCompletion, expressionHover, holeAt } from './expression-completion';
import { membersOf, partsOf, resolve, scopeAt } from './scope';
import { valueWords } from './value-words';

const activities = Object.fromEntries(fixture.items.map((activity) => [activity.name, activity])) as unknown as Activities;

const definition: Definition = {
  id: 'a',
  inputs: { grace: { type: 'duration', title: 'Grace' } },
  steps: {
    find: { activity: 'fleet.find-vms' },
    'set-it': { activity: 'flow.set-variable', with: { name: 'kept' } },
    each: {
      activity: 'flow.for-each',
      with: { items: '${ steps.find.output.vms }' },
      steps: { first: { activity: 'flow.script' }, second: { activity: 'flow.script' } },
      transitions: ['first -> second'],
    },
    after: { activity: 'flow.stop' },
  },
  transitions: ['find.found -> set-it', { from: 'set-it', to: 'each' }, 'each -> after'],
};

const namesIn = (path: string, of: string) =>
  membersOf(resolve(scopeAt(definition, path, activities), of) ?? { name: '', type: '' }).map(({ name }) => name);

test('a step sees the steps before it, those of the containers around it too', () => {
  expect(namesIn('each/second', 'steps')).toEqual(['first', 'find', 'set-it']);
  expect(namesIn('find', 'steps')).toEqual([]);
  expect(namesIn('after', 'steps')).toEqual(['find', 'set-it', 'each']);
  expect(namesIn('', 'steps')).toEqual(['find', 'set-it', 'each', 'after']);
});

test('inputs, variables and outputs by their schemas', () => {
  expect(namesIn('after', 'inputs')).toEqual(['grace']);
  expect(namesIn('after', 'vars')).toEqual(['kept']);
  expect(namesIn('after', 'steps.find.output')).toEqual(expect.arrayContaining(['vms', 'count', 'unknown']));
  expect(resolve(scopeAt(definition, 'after', activities), 'steps.find.output.vms')?.type).toBe('object[]');
});

test('item is there in a loop alone, with the shape of what the list holds', () => {
  expect(namesIn('each/first', 'item')).toEqual(expect.arrayContaining(['name', 'host', 'tags']));
  expect(scopeAt(definition, 'after', activities).map(({ name }) => name)).not.toContain('item');
});

test('names are read with dots, brackets and question marks', () => {
  expect(partsOf("steps['set-it']?.output.list[0].name")).toEqual(['steps', 'set-it', 'output', 'list', '[]', 'name']);
  expect(partsOf('a + b')).toBeUndefined();
});

const complete = (text: string, bare = false) => expressionCompletion(scopeAt(definition, 'each', activities), bare)(text, text.length);
const labels = (text: string, bare = false) => complete(text, bare)?.options.map(({ label }) => label);

test('completion within the braces, and nowhere else', () => {
  expect(labels('steps.')).toBeUndefined();
  expect(labels('${ in')).toEqual(expect.arrayContaining(['inputs', 'steps', 'vars', 'Math']));
  expect(labels('${ inputs.')).toEqual(['grace']);
  expect(labels('${ inputs.grace } and ')).toBeUndefined();
  expect(labels('inputs.', true)).toEqual(['grace']);
});

test('lists have functions, and the element has a shape in them', () => {
  expect(labels('${ steps.find.output.vms.')).toEqual(expect.arrayContaining(['length', 'filter', 'map']));
  expect(labels('${ steps.find.output.vms.map(vm => vm.')).toEqual(expect.arrayContaining(['name', 'tags']));
});

test('a name with a hyphen is written in brackets, in place of the dot', () => {
  const found = complete('${ steps.');
  expect(found?.from).toBe('${ steps'.length);
  expect(found?.options.find(({ label }) => label === '.set-it')?.apply).toBe("['set-it']");
});

test('types and help under the pointer', () => {
  const hover = expressionHover(scopeAt(definition, 'each', activities), false);
  expect(hover('${ steps.find.output.count }', 22)).toContain('steps.find.output.count: integer');
  expect(hover('count', 2)).toBeNull();
});

test('the hole that a position is in', () => {
  expect(holeAt('${ { a: 1 } }', 8, false)).toEqual({ start: 2 });
  expect(holeAt('${ a } b', 8, false)).toBeUndefined();
});

test('values in one line', () => {
  const more = (count: number) => `and ${count} more`;
  expect(valueWords([{ name: 'a' }, { name: 'b' }], more)).toBe('a, b');
  expect(valueWords([1, 2, 3, 4, 5, 6], more)).toBe('1, 2, 3, 4 and 2 more');
  expect([valueWords(null, more), valueWords([], more), valueWords('', more), valueWords({ a: 1 }, more)]).toEqual([
    'null',
    '[]',
    "''",
    '{"a":1}',
  ]);
});
