import { expect, test } from 'vitest';
import { schemaOfInputs } from '@/schema-form/schema';
import { consequencesOf, missingOf, stepNames, worstOf } from './effects';

const activities = [
  { name: 'fleet.find-vms', title: 'Find VMs', effect: 'read' },
  { name: 'vm.power-off', title: 'Power off VMs', effect: 'disrupt' },
  { name: 'vm.remove-snapshot', title: 'Remove snapshots', effect: 'destroy' },
] as const;

const definition = {
  steps: {
    find: { activity: 'fleet.find-vms' },
    off: { activity: 'vm.power-off', name: 'Switch them off', approval: { by: 'role:approver' } },
    each: { activity: 'flow.for-each', steps: { gone: { activity: 'vm.remove-snapshot' } } },
  },
};

test('what disrupts or destroys is named, the worst first, also within containers', () => {
  const found = consequencesOf(definition, activities);
  expect(found.map(({ step, name, effect, gated }) => [step, name, effect, gated])).toEqual([
    ['each/gone', 'Remove snapshots', 'destroy', false],
    ['off', 'Switch them off', 'disrupt', true],
  ]);
  expect(worstOf(found)).toBe('destroy');
});

test('a step is called by its own name, else by its activity', () => {
  const nameOf = stepNames(definition, activities);
  expect([nameOf('off'), nameOf('each/gone'), nameOf('nowhere/at')]).toEqual(['Switch them off', 'Remove snapshots', undefined]);
});

test('a workflow that only reads has no consequence', () => {
  expect(worstOf(consequencesOf({ steps: { find: definition.steps.find } }, activities))).toBeUndefined();
});

test('an input is missing where it has no default and is not said to be optional', () => {
  const schema = schemaOfInputs({ a: { type: 'string' }, b: { type: 'string', default: 'x' }, c: { type: 'string', required: false } });
  expect(missingOf(schema, {})).toEqual(['a']);
  expect(missingOf(schema, { a: 'given' })).toEqual([]);
});
