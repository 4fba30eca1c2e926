import { expect, it } from 'vitest';
import type { Definition, Problem } from '@/canvas/definition';
import { drawingOf } from '@/canvas/drawing';
import { someActivities } from '@/canvas/testing/generate';
import { mayConnect } from '../edits';
import { landing } from './connecting';
import { bodyUnder } from './dropping';
import { isInSight, zoomFor } from './in-sight';
import { atFolded, worstProblems } from './worst-problems';

const definition: Definition = {
  id: 'x',
  steps: {
    a: { activity: 'vm.power-off' },
    b: { activity: 'vm.power-off' },
    c: { activity: 'vm.power-off' },
    loop: { activity: 'flow.for-each', steps: { inner: { activity: 'flow.scope', steps: {} } }, layout: { inner: [0, 0] } },
  },
  transitions: ['a -> b', 'b -> c'],
  layout: { a: [0, 0], b: [0, 100], c: [0, 200], loop: [400, 100] },
};

it.each([
  ['a', 'c', true],
  ['c', 'a', false],
  ['a', 'a', false],
  ['c', 'loop', true],
])('MayConnect_%s_To_%s_Is_%s', (from, to, expected) => {
  expect(mayConnect(definition, from, to)).toBe(expected);
});

it('BodyUnder_APoint_IsTheInnermostContainerThere', () => {
  const drawing = drawingOf(definition, someActivities);
  expect(bodyUnder(drawing, '', [10, 10])).toEqual({ container: '', at: [10, 10], corner: [0, 0] });
  // The frame begins at 400,100; what is in it, 24 and 56 further in.
  expect(bodyUnder(drawing, '', [410, 110]).container).toBe('loop');
  expect(bodyUnder(drawing, '', [500, 250])).toEqual({ container: 'loop/inner', at: [52, 38], corner: [448, 212] });
});

it('IsInSight_ByPanAndZoom', () => {
  const size = { width: 100, height: 50 };
  const canvas = { width: 800, height: 600 };
  expect(isInSight({ x: 0, y: 0 }, size, [0, 0, 1], canvas)).toBe(true);
  expect(isInSight({ x: 750, y: 0 }, size, [0, 0, 1], canvas)).toBe(false);
  expect(isInSight({ x: 750, y: 0 }, size, [0, 0, 0.5], canvas)).toBe(true);
  expect(isInSight({ x: 0, y: 0 }, size, [-1, 0, 1], canvas)).toBe(false);
});

it('WorstProblem_OfAStep_IsAnErrorBeforeAWarning', () => {
  const problem = (step: string | null, severity: Problem['severity'], message: string): Problem => ({ path: '', severity, message, step });
  const worst = worstProblems([
    problem('a', 'warning', '1'),
    problem('a', 'error', '2'),
    problem('a', 'error', '3'),
    problem(null, 'error', '4'),
    problem('b', 'warning', '5'),
  ]);
  expect([...worst].map(([step, { message }]) => [step, message])).toEqual([
    ['a', '2'],
    ['b', '5'],
  ]);
});

it('AtFolded_AContainer_ShowsTheWorstOfWhatIsInIt', () => {
  const problem = (message: string, severity: Problem['severity']): Problem => ({ path: '', severity, message, step: null });
  const worst = new Map([
    ['loop/inner', problem('1', 'warning')],
    ['loop/inner/x', problem('2', 'error')],
    ['b', problem('3', 'error')],
  ]);
  expect(atFolded(worst, new Set(['loop'])).get('loop')?.message).toBe('2');
  expect(atFolded(worst, new Set(['loop/inner'])).get('loop/inner')?.message).toBe('2');
  expect(atFolded(worst, new Set()).get('loop')).toBeUndefined();
});

it('BodyUnder_WhatIsDragged_StaysALittleBeyondItsFrameAndNeverLandsInItself', () => {
  const drawing = drawingOf(definition, someActivities);
  const dragging = { paths: ['loop/inner'], from: 'loop' };
  expect(bodyUnder(drawing, '', [380, 130], dragging).container).toBe('loop');
  expect(bodyUnder(drawing, '', [360, 130], dragging).container).toBe('');
  expect(bodyUnder(drawing, '', [500, 250], dragging).container).toBe('loop');
});

it.each([
  ['a', 'loop/inner', 'loop'],
  ['a', 'loop', 'loop'],
  ['loop/inner', 'a', undefined],
  ['c', 'a', undefined],
])('Landing_From_%s_At_%s_Is_%s', (from, at, expected) => {
  expect(landing(definition, from, at)).toBe(expected);
});

it('Landing_AtAStepInAContainerThatIsNotItsFirst_IsNone', () => {
  const inside = { x: { activity: 'flow.scope' }, y: { activity: 'flow.scope' } };
  const two: Definition = {
    id: 'x',
    steps: { a: { activity: 'flow.scope' }, loop: { activity: 'flow.scope', steps: inside, transitions: ['x -> y'] } },
  };
  expect(landing(two, 'a', 'loop/x')).toBe('loop');
  expect(landing(two, 'a', 'loop/y')).toBeUndefined();
});

it.each([
  [{ width: 172, height: 50 }, 1, 1],
  [{ width: 172, height: 50 }, 0.2, 0.5],
  [{ width: 172, height: 50 }, 1.7, 1.7],
  [{ width: 2000, height: 400 }, 0.2, 0.35],
  [{ width: 2000, height: 400 }, 0.6, 0.6],
])('Zoom_For%oAt%d_Is%d', (size, zoom, expected) => {
  expect(zoomFor(size, { width: 840, height: 800 }, zoom)).toBeCloseTo(expected);
});
