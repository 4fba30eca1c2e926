import { expect, it } from 'vitest';
import { summaryOf } from './summary';

const activities = [
  { name: 'fleet.find-vms', effect: 'read', capabilities: [] },
  { name: 'vm.power-off', effect: 'disrupt', capabilities: ['power'] },
  { name: 'message.email', effect: 'change', capabilities: [] },
  { name: 'flow.scope', effect: 'read', capabilities: [] },
] as const;

it('SummaryOf_AWorkflow_HasTheWorstOfAllItsStepsAndWhatTheyNeed', () => {
  const definition = {
    inputs: { grace: { type: 'duration' }, mail: {} },
    steps: {
      find: { activity: 'fleet.find-vms' },
      each: { activity: 'flow.scope', steps: { off: { activity: 'vm.power-off' } } },
      tell: { activity: 'message.email' },
    },
  };
  expect(summaryOf(definition, activities as never)).toEqual({
    effect: 'disrupt',
    capabilities: ['power'],
    needsMail: true,
    needsNetwork: false,
    inputs: ['grace', 'mail'],
    steps: 4,
  });
});

it('SummaryOf_NothingKnown_Reads', () => {
  expect(summaryOf({ steps: { x: { activity: 'gone' } } }, activities as never)).toMatchObject({ effect: 'read', inputs: [], steps: 1 });
});
