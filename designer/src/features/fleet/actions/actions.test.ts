import { describe, expect, it } from 'vitest';
import type { Schema } from '@/api/operations';
import { actions, fateOf, inOrder, needsCount, owners } from './actions';

type Vm = Schema<'VmRow'>;

const vm = (name: string, more: Partial<Vm> = {}): Vm =>
  ({ id: name, name, connection: 'c', powerState: 'on', tags: {}, stale: false, ...more }) as Vm;
const nobody = new Set<string>();

describe('Actions', () => {
  it.each([
    ['powerOff', { powerState: 'on' }, 'acts'],
    ['powerOff', { powerState: 'off' }, 'idle'],
    ['powerOn', { powerState: 'suspended' }, 'acts'],
    ['restart', { powerState: 'off' }, 'refused'],
    ['suspend', { powerState: 'suspended' }, 'idle'],
    ['powerOff', { powerState: 'off', stale: true }, 'stale'],
    ['takeSnapshot', { powerState: 'off' }, 'acts'],
  ] as const)('FateOf_%s_%o_Is_%s', (name, more, fate) => expect(fateOf(name, vm('a', more), nobody)).toBe(fate));

  it('FateOf_ConnectionThatOnlyObserves_IsObserved', () => expect(fateOf('powerOff', vm('a'), new Set(['c']))).toBe('observed'));

  it.each([
    ['powerOff', 10, false],
    ['powerOff', 11, true],
    ['removeSnapshot', 1, true],
  ] as const)('NeedsCount_%s_Of_%i_Is_%s', (name, count, needed) => expect(needsCount(name, count)).toBe(needed));

  it('Inputs_HardPowerOff_IsNotForcedAsWell', () =>
    expect(actions.powerOff.inputs({ mode: 'hard', force: true, snapshot: '' })).toEqual({ mode: 'hard', force: false }));

  it('Owners_OfVms_AreCounted', () =>
    expect(owners([vm('a'), vm('b', { tags: { owner: 'li' } }), vm('c', { tags: { owner: 'li' } })])).toEqual([
      ['li', 2],
      [undefined, 1],
    ]));

  it('InOrder_WhatActs_ComesFirst', () =>
    expect(inOrder('powerOff', [vm('b'), vm('c', { powerState: 'off' }), vm('a')], nobody).map(({ name }) => name)).toEqual([
      'a',
      'b',
      'c',
    ]));
});
