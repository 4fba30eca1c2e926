import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Definition } from '@/canvas/definition';
import { setStep, setWith } from '../../edits';
import { linesOf, readYaml, writeYaml } from './yaml-text';

const library = `${resolve('..', 'workflows/Library')}/`;
const shipped = readdirSync(library).filter((name) => name.endsWith('.yaml'));

const read = (text: string): Definition => {
  const { definition, errors } = readYaml(text);
  if (!definition) throw new Error(JSON.stringify(errors));
  return definition;
};

test('there are workflows to try', () => expect(shipped.length).toBeGreaterThan(0));

test.each(shipped)('%s: from YAML to the drawing and back, nothing differs', (name) => {
  const text = readFileSync(library + name, 'utf8');
  expect(writeYaml(read(text), text)).toBe(text);
  expect(read(writeYaml(read(text)))).toEqual(read(text));
});

test.each(shipped)('%s: a change and its undo leave what the text says', (name) => {
  const text = readFileSync(library + name, 'utf8');
  const definition = read(text);
  const [id = ''] = Object.keys(definition.steps ?? {});
  const changed = setStep(id, { name: 'Another name', timeout: 'PT9M' })(definition);
  const there = writeYaml(changed, text);
  expect(read(there)).toEqual(changed);
  expect(read(writeYaml(definition, there))).toEqual(definition);
});

const commented = `# Kept for the people who read it.
id: a
steps:
  # Waits first.
  wait:
    activity: flow.delay
    with: { for: PT1S } # a second
  then:
    activity: flow.stop
transitions:
  - wait -> then # and on
`;

test('comments stay where something beside them changes', () => {
  const text = writeYaml(setWith('wait', 'for', 'PT2S')(read(commented)), commented);
  expect(text).toBe(commented.replace('PT1S', 'PT2S'));
});

test('a new transition and a new step leave the others as they are written', () => {
  const definition = read(commented);
  const more: Definition = {
    ...definition,
    steps: { ...definition.steps, told: { activity: 'flow.stop' } },
    transitions: ['wait -> told', ...(definition.transitions ?? [])],
  };
  const text = writeYaml(more, commented);
  expect(text).toContain('  - wait -> told\n  - wait -> then # and on\n');
  expect(text).toContain('  # Waits first.\n');
  expect(text).toContain('  told:\n    activity: flow.stop\n');
  expect(read(text)).toEqual(more);
});

test('inputs that change places change places in the text', () => {
  const text = writeYaml({ id: 'a', inputs: { two: {}, one: {} } }, 'id: a\ninputs: { one: {}, two: {} }\n');
  expect(Object.keys(read(text).inputs ?? {})).toEqual(['two', 'one']);
});

test('a text that is no number stays a text', () => {
  expect(read(writeYaml({ id: 'a', name: '12' }, 'id: a\nname: word\n')).name).toBe('12');
});

test('an error says on which line it is', () => {
  expect(readYaml('id: a\nsteps: [\nname: b').errors?.[0]?.line).toBeGreaterThanOrEqual(2);
  expect(readYaml('just a text').errors).toHaveLength(1);
});

test.each([
  ['id: a\nsteps:\n  wait:\n', 'step', 3],
  ['id: a\nsteps: none\n', 'mapping', 2],
  ['id: a\nsteps:\n  each:\n    activity: flow.for-each\n    steps: { off: vm.power-off }\n', 'step', 5],
  ['id: a\ntransitions: a -> b\n', 'list', 2],
  ['id: a\nlayout: { a: 5 }\n', 'list', 2],
])('what cannot be drawn is told apart from what is drawn: %j', (text, shape, line) => {
  expect(readYaml(text).errors).toMatchObject([{ shape, line }]);
});

test('a problem is shown at the line of its pointer, or of what it would be in', () => {
  const line = linesOf(commented);
  expect(line('/steps/wait/with/for')).toBe(7);
  expect(line('/steps/wait/retry/first')).toBe(5);
  expect(line('/transitions/0')).toBe(11);
  expect(line('/nowhere')).toBeUndefined();
});
