import ELK from 'elkjs/lib/elk.bundled.js';
import { expect, it } from 'vitest';
import type { Body, Definition } from '@/canvas/definition';
import { bodyAt } from '@/canvas/paths';
import { placesOf } from '@/canvas/positions';
import { randomOf, someActivities, someDefinition } from '@/canvas/testing/generate';
import { align } from './align';
import { tidied } from './tidy';

const boxes = [
  { path: 'a', x: 0, y: 10, width: 100, height: 50 },
  { path: 'b', x: 300, y: 0, width: 60, height: 70 },
  { path: 'c', x: 120, y: 200, width: 40, height: 50 },
];

it.each([
  ['left', [0, 0, 0], [10, 0, 200]],
  ['centre', [130, 150, 160], [10, 0, 200]],
  ['right', [260, 300, 320], [10, 0, 200]],
  ['top', [0, 300, 120], [0, 0, 0]],
  ['middle', [0, 300, 120], [100, 90, 100]],
  ['bottom', [0, 300, 120], [200, 180, 200]],
] as const)('Align_%s_PutsThemOnOneLine', (how, xs, ys) => {
  expect(align(boxes, how)).toEqual(boxes.map(({ path }, index) => [path, [xs[index], ys[index]]]));
});

it('Align_Across_LeavesTheSameGaps', () => {
  // 360 wide, 200 of them steps: two gaps of 80.
  expect(new Map(align(boxes, 'across'))).toEqual(
    new Map([
      ['a', [0, 10]],
      ['c', [180, 200]],
      ['b', [300, 0]],
    ] as [string, [number, number]][]),
  );
});

const elk = new ELK();
const layouter = (graph: Parameters<typeof elk.layout>[0]) => elk.layout(graph);

const expectNoOverlap = (body: Body, of: string): void => {
  const placed = [...placesOf(body, someActivities)];
  for (const [index, [, a]] of placed.entries())
    for (const [, b] of placed.slice(index + 1))
      expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height, of).toBe(false);
  for (const [id, step] of Object.entries(body.steps ?? {})) if (step.steps) expectNoOverlap(step, `${of}/${id}`);
};

it('Tidy_AnyWorkflow_LeavesNothingOverAnother', async () => {
  for (let seed = 1; seed <= 15; seed++) {
    const definition = someDefinition(randomOf(seed));
    const edit = await tidied('', definition, someActivities, layouter);
    expectNoOverlap(edit(definition), `seed ${seed}`);
  }
});

it('Tidy_StepsInARow_StandFromLeftToRight', async () => {
  const definition: Definition = {
    id: 'x',
    steps: { c: { activity: 'message.email' }, a: { activity: 'fleet.find-vms' }, b: { activity: 'vm.power-off' } },
    transitions: ['a.found -> b', 'b -> c'],
  };
  const tidy = (await tidied('', definition, someActivities, layouter))(definition);
  const [a, b, c] = ['a', 'b', 'c'].map((id) => tidy.layout?.[id] ?? [0, 0]);
  expect(a && b && c && a[0] < b[0] && b[0] < c[0]).toBe(true);
});

it('Tidy_WhatHasChangedMeanwhile_Stays', async () => {
  const definition: Definition = { id: 'x', steps: { a: { activity: 'flow.stop' }, b: { activity: 'flow.stop' } } };
  const edit = await tidied('', definition, someActivities, layouter);
  const meanwhile: Definition = { id: 'x', name: 'New', steps: { b: { activity: 'flow.stop', name: 'B' } } };
  const tidy = edit(meanwhile);
  expect(tidy.name).toBe('New');
  expect(bodyAt(tidy, '')?.steps).toEqual(meanwhile.steps);
  expect(Object.keys(tidy.layout ?? {})).toEqual(['b']);
});
