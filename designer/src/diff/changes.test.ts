import { expect, test } from 'vitest';
import { changesOf, clashesOf, fieldName, grouped, shown, subjectOf, transitionText } from './changes';

const before = {
  id: 'a',
  inputs: { grace: { type: 'duration', default: 'PT2M' } },
  steps: {
    off: { activity: 'vm.power-off', with: { force: false, targets: ['a'] } },
    each: { activity: 'flow.for-each', steps: { tell: { activity: 'message.email' } } },
  },
  transitions: ['off -> each', 'each.failed -> off'],
  layout: { off: [0, 0] },
};

test('a changed input of a step is one change, with both values', () => {
  const after = structuredClone(before);
  after.steps.off.with.force = true;
  expect(changesOf(before, after)).toEqual([{ path: '/steps/off/with/force', kind: 'changed', before: false, after: true }]);
});

test('where steps are drawn and in which order members stand means nothing', () => {
  const { id, ...rest } = before;
  expect(changesOf(before, { ...rest, id, layout: { off: [9, 9] } })).toEqual([]);
});

test('transitions are a set: those that went and those that came', () => {
  const after = { ...before, transitions: ['each.failed -> off', 'each -> off'] };
  expect(changesOf(before, after)).toEqual([
    { path: '/transitions', kind: 'removed', before: 'off -> each' },
    { path: '/transitions', kind: 'added', after: 'each -> off' },
  ]);
});

test('a step that went and one that came are one change each', () => {
  const { off: _, ...steps } = before.steps;
  const changes = changesOf(before, { ...before, steps: { ...steps, on: { activity: 'vm.power-on' } } });
  expect(changes.map(({ path, kind }) => [path, kind])).toEqual([
    ['/steps/off', 'removed'],
    ['/steps/on', 'added'],
  ]);
});

test('the subject of a change is the innermost step, or the input, or the workflow', () => {
  expect(subjectOf('/steps/each/steps/tell/with/to')).toEqual({ of: 'step', step: 'each/tell', field: ['with', 'to'] });
  expect(subjectOf('/steps/each/transitions')).toEqual({ of: 'transition', container: 'each' });
  expect(subjectOf('/inputs/grace/default')).toEqual({ of: 'input', name: 'grace', field: ['default'] });
  expect(subjectOf('/policy/timeout')).toEqual({ of: 'workflow', field: ['policy', 'timeout'] });
});

test('changes of one step stand together', () => {
  const groups = grouped([
    { path: '/steps/off/with/force', kind: 'changed' },
    { path: '/inputs/grace/default', kind: 'changed' },
    { path: '/steps/off/timeout', kind: 'added' },
  ]);
  expect(groups.map(({ key, changes }) => [key, changes.length])).toEqual([
    ['step off', 2],
    ['input grace', 1],
  ]);
});

test('values, fields and transitions as people read them', () => {
  expect(fieldName(['with', 'force'])).toBe('force');
  expect(fieldName(['retry', 'attempts'])).toBe('retry.attempts');
  expect(fieldName(['retry', 'attempts'], (name) => `<${name}>`)).toBe('<retry>.attempts');
  expect(fieldName(['with', 'name'], () => 'another')).toBe('name');
  expect(shown(['a'])).toBe('["a"]');
  expect(shown('')).toBe("''");
  expect(transitionText('a.failed -> b')).toBe('a.failed → b');
  expect(transitionText({ from: 'a', outcome: 'x', to: 'b' })).toBe('a.x → b');
});

test('what both sides changed in their own way is a clash, also where one took away what the other changed', () => {
  const step = (patch: object) => ({ ...before, steps: { ...before.steps, off: { ...before.steps.off, ...patch } } });
  const mine = changesOf(before, step({ with: { force: true, targets: ['b'] }, name: 'Off' }));
  const same = changesOf(before, step({ with: { force: true, targets: ['a'] } }));
  const other = changesOf(before, step({ with: { force: false, targets: ['c'] } }));
  const gone = changesOf(before, { ...before, steps: { each: before.steps.each } });
  expect([...clashesOf(mine, same)]).toEqual([]);
  expect([...clashesOf(mine, other)]).toEqual(['/steps/off/with/targets']);
  expect([...clashesOf(mine, gone)].sort()).toEqual(['/steps/off', '/steps/off/name', '/steps/off/with/force', '/steps/off/with/targets']);
});

test('lines that come and go do not clash', () => {
  const lines = (...transitions: string[]) => changesOf(before, { ...before, transitions });
  expect(clashesOf(lines('off -> each'), lines('each.failed -> off')).size).toBe(0);
});
