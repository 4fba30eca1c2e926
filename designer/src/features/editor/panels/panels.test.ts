import { expect, test } from 'vitest';
import type { Problem } from '@/canvas/definition';
import { freshInput, isInputName, isOutputName, moved } from './inputs';
import { stepPointer } from './pointers';
import { fieldOf, inOrder, nextProblem } from './problems';
import { waysFrom } from './ways';
import { yamlCompletion, yamlHover, yamlPlace } from './yaml/yaml-completion';

const problem = (path: string, severity: Problem['severity']): Problem =>
  ({ path, severity, message: path, step: null, line: null, column: null }) as Problem;
const some = [problem('/a', 'warning'), problem('/b', 'error'), problem('/c', 'error')];

test('errors stand before warnings', () => expect(inOrder(some).map(({ path }) => path)).toEqual(['/b', '/c', '/a']));

test('the next problem goes round, forwards and backwards', () => {
  const walk = (last: Problem | undefined, direction: 1 | -1) => nextProblem(some, last, direction)?.path;
  expect([walk(undefined, 1), walk(some[1], 1), walk(some[0], 1)]).toEqual(['/b', '/c', '/b']);
  expect([walk(undefined, -1), walk(some[1], -1), walk(some[2], -1)]).toEqual(['/a', '/a', '/b']);
  expect(nextProblem([], some[0], 1)).toBeUndefined();
});

test('the field of a problem without what leads to it', () => {
  expect(fieldOf('/steps/each/steps/off/with/grace')).toBe('grace');
  expect(fieldOf('/steps/off/retry/first')).toBe('retry › first');
  expect(fieldOf('/steps/off')).toBeUndefined();
});

test('where a step stands in the document', () => expect(stepPointer('each/off')).toBe('/steps/each/steps/off'));

test('inputs move, and get names that are free', () => {
  const inputs = { a: {}, b: {}, c: {} };
  expect(Object.keys(moved(inputs, 'c', -1))).toEqual(['a', 'c', 'b']);
  expect(Object.keys(moved(inputs, 'a', -1))).toEqual(['a', 'b', 'c']);
  expect(freshInput({ input2: {} })).toBe('input3');
  expect([isInputName('a_1'), isInputName('1a'), isInputName('a-b')]).toEqual([true, false, false]);
});

test('what follows each outcome; without a name it is every one but the adverse', () => {
  const body = { steps: {}, transitions: ['off -> told', 'off.rejected -> stop', 'other -> told'] };
  const step = { activity: 'vm.power-off', approval: { by: 'role:approver' } };
  const ways = waysFrom(body, 'off', step, { outcomes: ['done'] } as never);
  expect(ways.map(({ outcome, to }) => [outcome, to])).toEqual([
    ['done', ['told']],
    ['rejected', ['stop']],
    ['expired', []],
    ['failed', []],
  ]);
});

const text = 'id: a\nsteps:\n  off:\n    activity: vm.power-off\n    with:\n      gr';
const activities = {
  'vm.power-off': {
    name: 'vm.power-off',
    title: 'Power off VMs',
    help: 'Powers off.\n\nMore.',
    inputSchema: { properties: { grace: { type: 'string', description: 'How long.' } } },
  },
} as never;

test('the place in a YAML text is told by its indentation', () =>
  expect(yamlPlace(text, text.length)).toEqual({ path: ['steps', 'off', 'with'], activity: 'vm.power-off', typed: 'gr' }));

test('YAML is completed by the schema of the step it is in', () => {
  const labels = (before: string) => yamlCompletion(activities)(before, before.length)?.options.map(({ label }) => label);
  expect(labels(text)).toEqual(['grace']);
  expect(labels('id: a\nsteps:\n  off:\n    activity: vm')).toEqual(['vm.power-off']);
  expect(labels('id: a\nsteps:\n  off:\n    ti')).toContain('timeout');
  expect(labels('po')).toContain('policy');
});

test('help under the pointer', () => {
  expect(yamlHover(activities)(`${text}ace: 5m`, text.length)).toBe('How long.');
  expect(yamlHover(activities)(text, text.indexOf('vm.power') + 2)).toBe('Power off VMs\nPowers off.');
});

test.each([
  ['powered off', true],
  ['vm-count', true],
  ['v2', true],
  ['', false],
  ['42', false],
  [' a', false],
])('IsOutputName_%s_Is_%s', (name, expected) => {
  expect(isOutputName(name)).toBe(expected);
});
