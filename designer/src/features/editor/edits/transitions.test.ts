import { expect, it } from 'vitest';
import type { Definition, RawTransition } from '@/canvas/definition';
import { someActivities as activities } from '@/canvas/testing/generate';
import { connect, disconnect } from '../edits';

const definition = (...transitions: RawTransition[]): Definition => ({
  id: 'x',
  steps: { find: { activity: 'fleet.find-vms' }, off: { activity: 'vm.power-off' }, tell: { activity: 'message.email' } },
  transitions,
});

it.each([
  [{ from: 'off', outcome: 'done', to: 'tell' }, 'off -> tell'],
  [{ from: 'off', outcome: 'failed', to: 'tell' }, 'off.failed -> tell'],
  [{ from: 'find', outcome: 'none', to: 'tell' }, 'find.none -> tell'],
])('Connect_%o_Writes_%s', (line, written) => {
  expect(connect('', line, activities)(definition()).transitions).toEqual([written]);
});

it('Connect_WhatIsConnected_ChangesNothing', () => {
  const before = definition('find -> off', 'off.failed -> tell');
  expect(connect('', { from: 'find', outcome: 'none', to: 'off' }, activities)(before)).toBe(before);
  expect(connect('', { from: 'off', outcome: 'failed', to: 'tell' }, activities)(before)).toBe(before);
  expect(connect('', { from: 'off', outcome: 'done', to: 'off' }, activities)(before)).toBe(before);
  expect(connect('', { from: 'off', outcome: 'done', to: 'gone' }, activities)(before)).toBe(before);
});

it('Disconnect_OneOutcomeOfAll_LeavesTheOthers', () => {
  const before = definition('find -> off', { from: 'find', to: 'tell' });
  expect(disconnect('', { from: 'find', outcome: 'none', to: 'off' }, activities)(before).transitions).toEqual([
    'find.found -> off',
    { from: 'find', to: 'tell' },
  ]);
  expect(disconnect('', { from: 'find', outcome: 'found', to: 'tell' }, activities)(before).transitions).toEqual([
    'find -> off',
    { from: 'find', outcome: 'none', to: 'tell' },
  ]);
});

it('Disconnect_TheOnlyOutcome_TakesTheTransitionAway', () => {
  const before = definition('off -> tell', 'off.failed -> tell');
  expect(disconnect('', { from: 'off', outcome: 'done', to: 'tell' }, activities)(before).transitions).toEqual(['off.failed -> tell']);
  expect(disconnect('', { from: 'off', outcome: 'failed', to: 'tell' }, activities)(before).transitions).toEqual(['off -> tell']);
});
