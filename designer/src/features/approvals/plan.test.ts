import { describe, expect, it } from 'vitest';
import type { Activities } from '@/canvas/definition';
import { approveKey, isFor, mustType, type Plan, planOf, withSeen } from './plan';

const activities = {
  'vm.power-off': { name: 'vm.power-off', title: 'Power off VMs', effect: 'disrupt' },
  'vm.prune-snapshots': { name: 'vm.prune-snapshots', title: 'Prune', effect: 'destroy' },
  'flow.approve': { name: 'flow.approve', title: 'Approve', effect: 'read' },
} as unknown as Activities;

const approval = (step: string) => ({ step }) as Parameters<typeof planOf>[0];
const run = (step: string, detail: object) => ({ steps: { [step]: detail } }) as unknown as Parameters<typeof planOf>[1];

const target = (count: number): Plan['targets'] =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, name: `vm-${index}`, connection: 'lab', known: true }));
const plan = (effect: Plan['effect'], count: number): Plan => ({
  activity: 'x',
  effect,
  targets: target(count),
  settings: [],
  follows: [],
});

describe('planOf', () => {
  it('PlanOf_Gate_HasTheTargetsWithTheirOwners', () => {
    const input = { targets: [{ id: '1', host: 'h-1', powerState: 'on', tags: { owner: 'li' } }], mode: 'graceful', concurrency: 10 };
    const detail = {
      activity: 'vm.power-off',
      input,
      targets: [
        { id: '1', name: 'vm-1', connection: 'lab' },
        { id: '2', name: 'vm-2', connection: 'lab' },
      ],
    };
    expect(planOf(approval('hold/off'), run('hold/off', detail), undefined, activities)).toEqual({
      activity: 'vm.power-off',
      effect: 'disrupt',
      targets: [
        { id: '1', name: 'vm-1', connection: 'lab', owner: 'li', host: 'h-1', power: 'on', known: true },
        { id: '2', name: 'vm-2', connection: 'lab', owner: undefined, host: undefined, power: undefined, known: false },
      ],
      settings: [['mode', 'graceful']],
      follows: [],
    });
  });

  it('PlanOf_Question_IsAsBadAsTheWorstThatFollows', () => {
    const definition = {
      id: 'x',
      steps: {
        ask: { activity: 'flow.approve' },
        off: { activity: 'vm.power-off' },
        prune: { activity: 'vm.prune-snapshots' },
        other: { activity: 'vm.prune-snapshots' },
      },
      transitions: ['ask.approved -> off'],
    };
    const asked = planOf(approval('ask'), run('ask', { activity: 'flow.approve' }), definition, activities);
    expect([asked.effect, asked.follows.map(({ path }) => path)]).toEqual(['disrupt', ['off']]);
    const worse = planOf(
      approval('ask'),
      run('ask', { activity: 'flow.approve' }),
      { ...definition, transitions: ['ask.approved -> off', 'off -> prune'] },
      activities,
    );
    expect(worse.effect).toBe('destroy');
  });
});

it('MustType_OverTenOrAnyDestroy_IsTrue', () =>
  expect([plan('disrupt', 10), plan('disrupt', 11), plan('destroy', 1), plan('destroy', 0)].map(mustType)).toEqual([
    false,
    true,
    true,
    false,
  ]));

it('ApproveKey_ByEffect_NamesTheWorstConsequence', () =>
  expect([plan('destroy', 3), plan('disrupt', 3), plan('change', 3), plan('disrupt', 0), plan('read', 0)].map(approveKey)).toEqual([
    'approveDestroy',
    'approveDisrupt',
    'approveCount',
    'approveDisruptAny',
    'approve',
  ]));

it('IsFor_RolesAndNames_FollowTheServersRule', () => {
  const operator = { name: 'user:li', roles: ['operator'] };
  expect([[], ['role:operator'], ['user:LI'], ['role:approver']].map((by) => isFor(by, operator))).toEqual([true, true, true, false]);
  expect(isFor(['role:approver'], { name: 'user:root', roles: ['admin'] })).toBe(true);
});

it('WithSeen_OfATargetThatTheRunSaysNothingOf_HasWhatTheFleetSays', () => {
  const base = plan('disrupt', 2);
  const targets = base.targets.map((one, index) => ({ ...one, known: index === 0 }));
  const seen = ['0', '1'].map((id) => ({ id, host: 'h-2', powerState: 'on' as const, tags: { owner: 'li' } }));
  expect(withSeen({ ...base, targets }, seen).targets).toEqual([
    targets[0],
    { id: '1', name: 'vm-1', connection: 'lab', owner: 'li', host: 'h-2', power: 'on', known: true },
  ]);
});
