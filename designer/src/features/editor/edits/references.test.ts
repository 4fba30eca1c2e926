// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of workflows.
import { expect, it } from 'vitest';
import type { Definition } from '@/canvas/definition';
import { someActivities as activities } from '@/canvas/testing/generate';
import { renameInput, renameOutput, renameStep } from '../edits';
import { renameInText } from './references';

it.each([
  ['${ steps.find.output.vms }', '${ steps.search.output.vms }'],
  ['A ${ steps.find.output.n } and ${steps.find?.status}', 'A ${ steps.search.output.n } and ${steps.search?.status}'],
  ["${ steps['find'].output }", "${ steps['search'].output }"],
  ['${ steps["find"].output + steps?.find.output }', '${ steps["search"].output + steps?.search.output }'],
  ['${ steps . find . output }', '${ steps . search . output }'],
  // Not the step: text, strings, other names, members of other things.
  ['steps.find is a text', 'steps.find is a text'],
  ["${ 'steps.find' + steps.find2.output + x.steps.find }", "${ 'steps.find' + steps.find2.output + x.steps.find }"],
  ['$${ steps.find } ${ steps.find }', '$${ steps.find } ${ steps.search }'],
  // Templates, braces and comments within the code.
  ['${ `of ${ steps.find.output } steps.find` }', '${ `of ${ steps.search.output } steps.find` }'],
  ['${ [1].map(n => { return steps.find.output[n]; }) } steps.find', '${ [1].map(n => { return steps.search.output[n]; }) } steps.find'],
  ["${ '}' + steps.find.output /* steps.find } */ }", "${ '}' + steps.search.output /* steps.find } */ }"],
])('Rename_%s_Becomes_%s', (text, expected) => {
  expect(renameInText(text, { of: 'steps', from: 'find', to: 'search' })).toBe(expected);
});

it('Rename_ToANameWithAHyphen_StandsInBrackets', () => {
  expect(renameInText('${ steps.find.output }', { of: 'steps', from: 'find', to: 'find-all' })).toBe("${ steps['find-all'].output }");
  expect(renameInText("${ steps['find-all'].output }", { of: 'steps', from: 'find-all', to: 'find' })).toBe("${ steps['find'].output }");
});

it('Rename_ConditionWithoutBraces_IsCodeAsAWhole', () => {
  expect(renameInText("steps.find.output.count > 0 && 'steps.find'", { of: 'steps', from: 'find', to: 'search' }, true)).toBe(
    "steps.search.output.count > 0 && 'steps.find'",
  );
});

const definition: Definition = {
  id: 'x',
  steps: {
    find: { activity: 'fleet.find-vms' },
    check: { activity: 'flow.if', with: { condition: 'steps.find.output.count > 0', label: 'steps.find' } },
    run: { activity: 'flow.script', with: { script: 'return steps.find.output.vms;' } },
    loop: {
      activity: 'flow.repeat',
      with: { while: 'steps.find.output.more', limit: '${ steps.find.output.count }' },
      steps: { find: { activity: 'fleet.find-vms' }, tell: { activity: 'message.email', with: { subject: '${ steps.find.output.n }' } } },
      transitions: ['find -> tell'],
      layout: { find: [0, 0], tell: [240, 0] },
    },
    each: { activity: 'flow.for-each', steps: { tell: { activity: 'message.email', with: { to: ['${ steps.find.output.to }'] } } } },
  },
  transitions: ['find.found -> check', { from: 'find', outcome: 'none', to: 'loop' }, 'check.true -> run'],
  layout: { find: [0, 0], check: [240, 0] },
  outputs: { n: '${ steps.find.output.count }' },
};

it('RenameStep_OfTheWorkflow_RewritesWhatMeansIt', () => {
  const renamed = renameStep('find', 'search', activities)(definition);
  expect(Object.keys(renamed.steps ?? {})).toEqual(['search', 'check', 'run', 'loop', 'each']);
  expect(renamed.transitions).toEqual(['search.found -> check', { from: 'search', outcome: 'none', to: 'loop' }, 'check.true -> run']);
  expect(renamed.layout).toEqual({ search: [0, 0], check: [240, 0] });
  expect(renamed.outputs).toEqual({ n: '${ steps.search.output.count }' });
  expect(renamed.steps?.check?.with).toEqual({ condition: 'steps.search.output.count > 0', label: 'steps.find' });
  expect(renamed.steps?.run?.with).toEqual({ script: 'return steps.search.output.vms;' });
  expect(renamed.steps?.each?.steps?.tell?.with).toEqual({ to: ['${ steps.search.output.to }'] });
});

it('RenameStep_WhereAContainerHasOneOfThatName_LeavesTheInnerOneAlone', () => {
  const { loop } = renameStep('find', 'search', activities)(definition).steps ?? {};
  expect(loop?.steps?.tell?.with).toEqual({ subject: '${ steps.find.output.n }' });
  // The condition of a repeat sees the steps in it, its other inputs those around it.
  expect(loop?.with).toEqual({ while: 'steps.find.output.more', limit: '${ steps.search.output.count }' });
});

it('RenameStep_InARepeat_RewritesItsConditionAndNothingOutside', () => {
  const renamed = renameStep('loop/find', 'probe', activities)(definition);
  expect(renamed.steps?.loop?.with).toEqual({ while: 'steps.probe.output.more', limit: '${ steps.find.output.count }' });
  expect(renamed.steps?.loop?.transitions).toEqual(['probe -> tell']);
  expect(renamed.steps?.loop?.layout).toEqual({ probe: [0, 0], tell: [240, 0] });
  expect(renamed.outputs).toBe(definition.outputs);
});

it('RenameStep_ToATakenOrBadName_ChangesNothing', () => {
  for (const to of ['check', 'Find', '1st', '', 'find']) expect(renameStep('find', to, activities)(definition)).toBe(definition);
});

it('RenameStep_ThereAndBack_IsTheSameDocument', () => {
  const there = renameStep('find', 'search', activities)(definition);
  expect(renameStep('search', 'find', activities)(there)).toEqual(definition);
});

const started: Definition = {
  id: 'x',
  inputs: { env: { type: 'string' }, 'grace-time': { type: 'duration' }, last: {} },
  steps: {
    find: { activity: 'fleet.find-vms', with: { where: "tags.env == '${ inputs.env }' && env == 'inputs.env'" } },
    loop: {
      activity: 'flow.for-each',
      steps: { env: { activity: 'flow.script', with: { script: "return steps.env ?? inputs?.env + inputs['env'] + my.inputs.env;" } } },
    },
    check: { activity: 'flow.if', with: { condition: 'inputs.env === inputs.environment' } },
  },
  outputs: { env: '${ inputs.env }' },
};

it('RenameInput_ThatIsReadAnywhere_RewritesWhatMeansItAndKeepsItsPlace', () => {
  const renamed = renameInput('env', 'stage', activities)(started);
  expect(Object.keys(renamed.inputs ?? {})).toEqual(['stage', 'grace-time', 'last']);
  expect(renamed.steps?.find?.with).toEqual({ where: "tags.env == '${ inputs.stage }' && env == 'inputs.env'" });
  expect(renamed.steps?.loop?.steps?.env?.with).toEqual({
    script: "return steps.env ?? inputs?.stage + inputs['stage'] + my.inputs.env;",
  });
  expect(renamed.steps?.check?.with).toEqual({ condition: 'inputs.stage === inputs.environment' });
  expect(renamed.outputs).toEqual({ env: '${ inputs.stage }' });
  expect(renameInput('stage', 'env', activities)(renamed)).toEqual(started);
});

it('RenameInput_ToATakenNameOrOfNone_ChangesNothing', () => {
  for (const [from, to] of [
    ['env', 'last'],
    ['env', 'env'],
    ['nope', 'other'],
  ] as const)
    expect(renameInput(from, to, activities)(started)).toBe(started);
});

it('RenameOutput_KeepsItsPlaceAndValue', () => {
  const two = { ...started, outputs: { a: '1', b: '2' } };
  expect(Object.entries(renameOutput('a', 'c')(two).outputs ?? {})).toEqual([
    ['c', '1'],
    ['b', '2'],
  ]);
  expect(renameOutput('a', 'b')(two)).toBe(two);
});
