import { expect, it } from 'vitest';
import type { Definition } from '@/canvas/definition';
import { someActivities as activities } from '@/canvas/testing/generate';
import { insertOn } from '../edits';

const definition: Definition = {
  id: 'x',
  steps: {
    find: { activity: 'fleet.find-vms' },
    off: { activity: 'vm.power-off' },
    tell: { activity: 'message.email' },
    beside: { activity: 'message.email' },
    ask: { activity: 'flow.if' },
    end: { activity: 'flow.stop' },
  },
  transitions: ['find -> off', 'off -> tell'],
  layout: { find: [0, 0], off: [240, 0], tell: [480, 16], beside: [480, 300], ask: [120, 8], end: [0, 400] },
};
const line = { from: 'find', outcome: 'found', to: 'off' };

it('InsertOn_ALineOfOneOutcome_ComesBetweenAndLeavesTheOthers', () => {
  const { transitions } = insertOn('', line, 'ask', activities)(definition);
  expect(transitions).toEqual(['find.none -> off', 'off -> tell', 'find.found -> ask', 'ask.true -> off']);
});

it('InsertOn_ALineWithoutRoom_MovesWhatFollowsAndNothingElse', () => {
  const { layout } = insertOn('', line, 'ask', activities)(definition);
  // 172 wide, 64 between.
  expect(layout?.ask).toEqual([240, 8]);
  expect(layout?.off).toEqual([480, 0]);
  expect(layout?.tell).toEqual([720, 16]);
  expect([layout?.find, layout?.beside, layout?.end]).toEqual([definition.layout?.find, [480, 300], [0, 400]]);
});

it.each([
  ['end', 'nothing can follow it'],
  ['find', 'it is an end of the line'],
  ['tell', 'it would be a circle'],
  ['gone', 'it is not there'],
])('InsertOn_With_%s_ChangesNothing_Because_%s', (id) => {
  expect(insertOn('', line, id, activities)(definition)).toBe(definition);
});
