import { expect, test } from 'vitest';
import { byStep, countTargets, differenceOf, mustType, type Plan, type PlannedEffect } from './plan';

const effect = (step: string, name: string, of: PlannedEffect['effect'] = 'disrupt'): PlannedEffect => ({
  step,
  activity: 'vm.power-off',
  target: { id: `sim:${name}`, name, kind: 'vm', connection: 'sim', cluster: null, host: null, owner: null },
  effect: of,
  summary: '',
  before: 'on',
  after: 'off',
  undo: null,
  whyNoUndo: null,
  dependsOn: null,
});

const plan = (...effects: PlannedEffect[]): Plan => ({
  hash: '',
  workflow: 'w',
  version: 1,
  plannedAt: '',
  effects,
  blockedBy: [],
  unknown: [],
  notes: [],
  complete: true,
  effectCount: effects.length,
});

test('iterations of a container are one step, and the worst step comes first', () => {
  const steps = byStep(plan(effect('each/0/off', 'a'), effect('each/1/off', 'b'), effect('gone', 'c', 'destroy')));
  expect(steps.map(({ step, effects }) => [step, effects.length])).toEqual([
    ['gone', 1],
    ['each/off', 2],
  ]);
});

test('a target that two steps change is one', () => {
  expect(countTargets(plan(effect('off', 'a'), effect('on', 'a'), effect('on', 'b')))).toBe(2);
});

test('the number is typed above ten targets that are disrupted, and for any destroy', () => {
  const many = (of: PlannedEffect['effect'], count: number) =>
    plan(...Array.from({ length: count }, (_, i) => effect('off', `vm-${i}`, of)));
  expect(mustType(many('disrupt', 10))).toBe(false);
  expect(mustType(many('disrupt', 11))).toBe(true);
  expect(mustType(many('change', 50))).toBe(false);
  expect(mustType(many('destroy', 1))).toBe(true);
});

test('what a plan has more and less than the one before is named', () => {
  expect(differenceOf(plan(effect('off', 'a'), effect('off', 'b')), plan(effect('off', 'b'), effect('off', 'c')))).toEqual({
    added: ['c'],
    gone: ['a'],
  });
});
