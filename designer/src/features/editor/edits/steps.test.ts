// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of workflows.
import { expect, it } from 'vitest';
import type { Definition } from '@/canvas/definition';
import { someActivities as activities } from '@/canvas/testing/generate';
import { addStep, clipOf, fitted, freshId, paste, readClip, removeSteps, setStep, setWith, wrap } from '../edits';

const definition: Definition = {
  id: 'x',
  steps: {
    find: { activity: 'fleet.find-vms' },
    off: { activity: 'vm.power-off', with: { targets: '${ steps.find.output.vms }' } },
    tell: { activity: 'message.email' },
  },
  transitions: ['find.found -> off', 'off -> tell', 'off.failed -> tell'],
  layout: { find: [0, 0], off: [240, 0], tell: [480, 0] },
};

it('AddStep_AfterAWayOut_IsConnectedAndPlaced', () => {
  const added = addStep(
    { container: '', id: 'stop', activity: 'flow.stop', at: [239.6, 112], after: { from: 'find', outcome: 'none' } },
    activities,
  );
  const { steps, transitions, layout } = added(definition);
  expect(steps?.stop).toEqual({ activity: 'flow.stop' });
  expect(transitions?.at(-1)).toBe('find.none -> stop');
  expect(layout?.stop).toEqual([240, 112]);
});

it('AddStep_Container_HasStepsOfItsOwn', () => {
  const added = addStep({ container: '', id: 'scope', activity: 'flow.scope', at: [0, 0] }, activities)(definition);
  expect(added.steps?.scope).toEqual({ activity: 'flow.scope', steps: {}, transitions: [] });
  const inside = addStep({ container: 'scope', id: 'off', activity: 'vm.power-off', at: [0, 0] }, activities)(added);
  expect(inside.steps?.scope?.steps).toEqual({ off: { activity: 'vm.power-off' } });
});

it.each([
  ['vm.power-off', 'powerOff'],
  ['fleet.find-vms', 'findVms'],
  ['flow.if', 'if'],
  ['message.email', 'email'],
  ['x.1st', 'step'],
  ['9', 'step'],
])('FreshId_Of_%s_Is_%s', (activity, id) => {
  expect(freshId({}, activity)).toBe(id);
  expect(freshId({ steps: { [id]: { activity } } }, activity)).toBe(`${id}2`);
});

it('RemoveSteps_TakesTransitionsAndPlacesAlong', () => {
  expect(removeSteps(['off'])(definition)).toEqual({
    id: 'x',
    steps: { find: definition.steps?.find, tell: definition.steps?.tell },
    transitions: [],
    layout: { find: [0, 0], tell: [480, 0] },
  });
});

it('SetStep_UndefinedTakesOut_SameValueChangesNothing', () => {
  expect(setStep('off', { timeout: 'PT1M' })(definition).steps?.off?.timeout).toBe('PT1M');
  expect(setStep('off', { name: undefined, activity: 'vm.power-off' })(definition)).toBe(definition);
  expect('with' in (setWith('off', 'targets', undefined)(definition).steps?.off ?? {})).toBe(false);
});

it('Paste_WhereTheNamesAreTaken_RenamesAndKeepsWhatTheStepsReadOfEachOther', () => {
  const clip = readClip(JSON.stringify(clipOf(definition, ['find', 'off'], activities)));
  if (!clip) throw new Error('It is no clip.');
  const pasted = paste('', fitted(clip, definition, activities), [16, 32], activities)(definition);
  expect(Object.keys(pasted.steps ?? {})).toEqual(['find', 'off', 'tell', 'find2', 'off2']);
  expect(pasted.steps?.off2?.with).toEqual({ targets: '${ steps.find2.output.vms }' });
  expect(pasted.transitions?.slice(3)).toEqual(['find2.found -> off2']);
  expect(pasted.layout?.off2).toEqual([256, 32]);
});

it('Paste_OfOneStep_StillReadsWhatItRead', () => {
  const clip = clipOf(definition, ['off'], activities);
  if (!clip) throw new Error('It is no clip.');
  expect(fitted(clip, definition, activities).steps?.off2?.with).toEqual({ targets: '${ steps.find.output.vms }' });
});

it.each(['', 'steps.find', '{}', '[]', '{"runbooks":"steps","steps":[]}', '{"runbooks":"steps","steps":{"a":1}}'])(
  'ReadClip_%s_IsNone',
  (text) => {
    expect(readClip(text)).toBeUndefined();
  },
);

it('Wrap_Steps_KeepsWhatLedToThemAndFromThem', () => {
  const wrapped = wrap(['off'], 'flow.scope', 'hold', activities)(definition);
  expect(Object.keys(wrapped.steps ?? {})).toEqual(['find', 'hold', 'tell']);
  expect(wrapped.steps?.hold?.steps).toEqual({ off: definition.steps?.off });
  expect(wrapped.transitions).toEqual(['find.found -> hold', 'hold -> tell', 'hold.failed -> tell']);
  expect(wrapped.layout).toEqual({ find: [0, 0], tell: [480, 0], hold: [240, 0] });
});

it('Wrap_StepsThatFollowEachOther_TakesTheirTransitionsIn', () => {
  const { hold } = wrap(['off', 'tell'], 'flow.scope', 'hold', activities)(definition).steps ?? {};
  expect(hold?.transitions).toEqual(['off -> tell', 'off.failed -> tell']);
  expect(hold?.layout).toEqual({ off: [0, 0], tell: [240, 0] });
});
