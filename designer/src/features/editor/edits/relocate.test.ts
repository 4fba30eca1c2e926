// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of the definition.
import { expect, it } from 'vitest';
import type { Body, Definition } from '@/canvas/definition';
import { allSteps, bodyAt, stepAt } from '@/canvas/paths';
import { transitionsOf } from '@/canvas/ranks';
import { someActivities as activities, randomOf, someDefinition } from '@/canvas/testing/generate';
import { readTransition, writeTransition } from '@/canvas/transitions';
import { mayConnect, relocation } from '../edits';

const definition: Definition = {
  id: 'x',
  steps: {
    find: { activity: 'fleet.find-vms' },
    off: { activity: 'vm.power-off', with: { targets: '${ steps.find.output.vms }' } },
    hold: {
      activity: 'flow.scope',
      steps: {
        first: { activity: 'vm.power-off' },
        second: { activity: 'message.email', with: { subject: '${ steps.first.output }' } },
        third: { activity: 'vm.power-off' },
      },
      transitions: ['first -> second', 'second -> third', 'first.failed -> third'],
      layout: { first: [0, 0], second: [240, 0], third: [480, 0] },
    },
    tell: { activity: 'message.email' },
    end: { activity: 'flow.stop' },
  },
  transitions: ['find.found -> off', 'off -> tell', 'off.rejected -> end', 'off -> hold'],
  layout: { find: [0, 0], off: [240, 0], hold: [480, 0], tell: [480, 400], end: [480, 600] },
};

const moved = (of: Definition, paths: string[], to: string): Definition => {
  const found = relocation(of, { paths, to, by: [16, 32] }, activities);
  if (!found) throw new Error('It cannot go there.');
  return found.edit(of);
};

it('Relocation_IntoAContainer_HandsItsLinesToTheContainer', () => {
  const now = moved(definition, ['off'], 'hold');
  expect(Object.keys(now.steps ?? {})).toEqual(['find', 'hold', 'tell', 'end']);
  expect(now.transitions).toEqual(['find.found -> hold', 'hold -> tell', 'hold.failed -> end']);
  expect(stepAt(now, 'hold/off')).toEqual(definition.steps?.off);
  expect(stepAt(now, 'hold')?.layout?.off).toEqual([256, 32]);
});

it('Relocation_OfOneOutcomeAmongSeveral_GoesWithTheStep', () => {
  const two: Definition = { ...definition, transitions: ['find.found -> hold', 'find.none -> end'] };
  expect(moved(two, ['find'], 'hold').transitions).toEqual([]);
});

it('Relocation_OutOfAContainer_JoinsWhatItStoodBetween', () => {
  const now = moved(definition, ['hold/second'], '');
  expect(stepAt(now, 'hold')?.transitions).toEqual(['first -> third', 'first.failed -> third']);
  expect(stepAt(now, 'second')).toBeDefined();
  // Nothing is said of where in the workflow it belongs.
  expect(now.transitions).toEqual(definition.transitions);
  expect(now.layout?.second).toEqual([256, 32]);
});

it('Relocation_WhereItsIdIsTaken_GetsAFreeOneAndWhatIsMovedFollows', () => {
  const taken: Definition = { ...definition, steps: { ...definition.steps, first: { activity: 'flow.stop' } } };
  const found = relocation(taken, { paths: ['hold/first', 'hold/second'], to: '', by: [0, 0] }, activities);
  expect(found?.paths).toEqual(['first2', 'second']);
  const now = found?.edit(taken) ?? taken;
  expect(stepAt(now, 'second')?.with).toEqual({ subject: '${ steps.first2.output }' });
  expect(now.transitions).toContain('first2 -> second');
});

it.each([
  [['hold'], 'hold'],
  [['off'], ''],
  [['off'], 'gone'],
  [['gone'], 'hold'],
])('Relocation_Of_%s_To_%s_IsNone', (paths, to) => {
  expect(relocation(definition, { paths, to, by: [0, 0] }, activities)).toBeUndefined();
});

const containersOf = (of: Definition): [string, ...string[]] => ['', ...allSteps(of).flatMap(([path, step]) => (step.steps ? [path] : []))];
/** A line that is taken away and may not be drawn again closes a circle. */
const hasCircle = (of: Definition): boolean =>
  containersOf(of).some((container) => {
    const transitions = transitionsOf(bodyAt(of, container) ?? {}).map(writeTransition);
    return transitionsOf({ transitions }).some(
      ({ from, to }, index) => !mayConnect({ transitions: transitions.filter((_, at) => at !== index) }, from, to),
    );
  });

/** Only the lines that go on in the order of the steps. */
const forward = <T extends Body>(body: T): T => {
  const ids = Object.keys(body.steps ?? {});
  const transitions = body.transitions?.filter((raw) => {
    const way = readTransition(raw);
    return way && ids.indexOf(way.from) < ids.indexOf(way.to);
  });
  const steps = Object.fromEntries(Object.entries(body.steps ?? {}).map(([id, step]) => [id, forward(step)]));
  return { ...body, ...(body.steps ? { steps } : {}), ...(transitions ? { transitions } : {}) };
};

it('Relocation_OfAnything_LosesNoStepAndMakesNoCircle', () => {
  let count = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomOf(seed);
    const before = forward(someDefinition(random));
    const paths = allSteps(before).map(([path]) => path) as [string, ...string[]];
    const found = relocation(before, { paths: [random.oneOf(paths)], to: random.oneOf(containersOf(before)), by: [0, 0] }, activities);
    if (!found) continue;
    const after = found.edit(before);
    expect(allSteps(after).length, `seed ${seed}`).toBe(paths.length);
    expect(found.paths.every((path) => stepAt(after, path))).toBe(true);
    expect(hasCircle(before)).toBe(false);
    count++;
    expect(hasCircle(after), `seed ${seed}`).toBe(false);
  }
  expect(count).toBeGreaterThan(30);
});
