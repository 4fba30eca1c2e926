import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Activities, Body, Definition, RawTransition } from './definition';
import { type Drawing, drawingOf } from './drawing';
import { nodesOf } from './flow';
import { allSteps, bodyAt, idOf, parentOf } from './paths';
import { placesOf } from './positions';
import { randomOf, someActivities, someDefinition } from './testing/generate';
import { readTransition } from './transitions';

const drawable = (body: Body, raw: RawTransition): boolean => {
  const transition = readTransition(raw);
  return transition !== undefined && body.steps?.[transition.from] !== undefined && body.steps?.[transition.to] !== undefined;
};

/** The definition, from nothing but the drawing (and the transitions that lead nowhere, which are not drawn). */
const fromDrawing = (drawing: Drawing, original: Definition): Definition => {
  const rebuilt = (path: string, was: Body): Body => {
    const inside = drawing.steps.filter((step) => parentOf(step.path) === path);
    const steps = Object.fromEntries(
      inside.map(({ path: own, step }) => [idOf(own), step.steps === undefined ? step : { ...step, ...rebuilt(own, step) }]),
    );
    const drawn = new Map(drawing.edges.filter(({ container }) => container === path).map((edge) => [edge.index, edge]));
    const transitions = was.transitions?.map((raw, index) => {
      const edge = drawn.get(index);
      if (!edge) return drawable(was, raw) ? undefined : raw;
      const read = readTransition(raw);
      const ends = { from: idOf(edge.from), to: idOf(edge.to), ...(read?.outcome === undefined ? {} : { outcome: edge.outcome }) };
      return typeof raw === 'string'
        ? ends.outcome === undefined
          ? `${ends.from} -> ${ends.to}`
          : `${ends.from}.${ends.outcome} -> ${ends.to}`
        : ends;
    });
    const notes = drawing.notes.filter((note) => parentOf(note.path) === path).map(({ note }) => note);
    const origin = path === '' ? drawing.origin : (drawing.steps.find((step) => step.path === path)?.origin ?? [0, 0]);
    const layout = inside.flatMap((step) => {
      const id = idOf(step.path);
      return was.layout?.[id] ? [[id, [step.at[0] + origin[0], step.at[1] + origin[1]]] as const] : [];
    });
    return {
      ...was,
      steps,
      ...(transitions ? { transitions: transitions as RawTransition[] } : {}),
      ...(was.layout ? { layout: Object.fromEntries(layout) } : {}),
      ...(was.notes ? { notes } : {}),
    };
  };
  return rebuilt('', original) as Definition;
};

it('Drawing_OfAnyDefinition_HoldsAllOfIt', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const definition = someDefinition(randomOf(seed));
    expect(fromDrawing(drawingOf(definition, someActivities), definition), `seed ${seed}`).toEqual(definition);
  }
});

it('Drawing_OfTheShippedWorkflows_HoldsAllOfThem', () => {
  const folder = join(import.meta.dirname, '../../../workflows/Library');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const definition = parse(readFileSync(join(folder, file), 'utf8')) as Definition;
    const drawing = drawingOf(definition, someActivities);
    expect(fromDrawing(drawing, definition), file).toEqual(definition);
    expect(drawing.steps.map(({ path }) => path)).toEqual(allSteps(definition).map(([path]) => path));
  }
});

const sample: Definition = {
  id: 'x',
  steps: {
    find: { activity: 'fleet.find-vms' },
    off: { activity: 'vm.power-off', approval: { by: 'role:operator' } },
    end: { activity: 'flow.stop' },
  },
  transitions: ['find -> off', 'off.rejected -> end', 'off.finished -> end'],
};

it('Drawing_TransitionWithoutOutcome_IsALineForEachNormalOutcome', () => {
  const lines = drawingOf(sample, someActivities).edges.map(({ from, outcome, to }) => `${from}.${outcome} ${to}`);
  expect(lines).toEqual(['find.found off', 'find.none off', 'off.rejected end', 'off.finished end']);
});

it('Drawing_ExitsOfAStep_AreRightOrBelowAndKnowWhetherTheyAreTaken', () => {
  const off = drawingOf(sample, someActivities).steps.find(({ path }) => path === 'off');
  expect(off?.exits.map(({ name, adverse, taken, known }) => [name, adverse ? 'below' : 'right', taken, known])).toEqual([
    ['done', 'right', false, true],
    ['finished', 'right', true, false],
    ['rejected', 'below', true, true],
    ['expired', 'below', false, true],
    ['failed', 'below', false, true],
  ]);
  for (const { adverse, x, y } of off?.exits ?? []) expect(adverse ? y : x).toBe(adverse ? off?.height : off?.width);
});

it('Drawing_StepThatEndsTheRun_HasNoExit', () => {
  expect(drawingOf(sample, someActivities).steps.find(({ path }) => path === 'end')?.exits).toEqual([]);
});

it('Drawing_OfAContainerSteppedInto_ShowsItsStepsByTheirWholePath', () => {
  const definition: Definition = {
    id: 'x',
    steps: { loop: { activity: 'flow.for-each', steps: { a: { activity: 'flow.stop' } }, layout: { a: [16, 32] } } },
  };
  const inside = drawingOf(bodyAt(definition, 'loop') ?? {}, someActivities, 'loop');
  expect(inside.steps.map(({ path, frame, at }) => [path, frame, at])).toEqual([['loop/a', '', [16, 32]]]);
  const outside = drawingOf(definition, someActivities);
  expect(outside.steps.map(({ path, frame }) => [path, frame])).toEqual([
    ['loop', ''],
    ['loop/a', 'loop'],
  ]);
});

it('Drawing_StepsInAContainer_LieWithinItsFrame', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const { steps } = drawingOf(someDefinition(randomOf(seed)), someActivities);
    const frames = new Map(steps.map((step) => [step.path, step]));
    for (const { frame, at, width, height } of steps) {
      const around = frames.get(frame);
      if (!around) continue;
      expect(at[0]).toBeGreaterThanOrEqual(0);
      expect(at[1]).toBeGreaterThanOrEqual(32);
      expect(at[0] + width).toBeLessThanOrEqual(around.width);
      expect(at[1] + height).toBeLessThanOrEqual(around.height);
    }
  }
});

it('Places_WithoutALayout_DoNotOverlap', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const { layout: _, ...body } = someDefinition(randomOf(seed));
    const boxes = [...placesOf(body, someActivities as Activities).values()];
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1))
        expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height, `seed ${seed}`).toBe(false);
  }
});

it('Drawing_OfAFoldedContainer_HidesItsInsideAndKeepsTheLinesAroundIt', () => {
  const definition: Definition = {
    id: 'x',
    steps: {
      a: { activity: 'vm.power-off' },
      loop: { activity: 'flow.scope', steps: { deep: { activity: 'flow.scope', steps: { b: { activity: 'flow.stop' } } } } },
    },
    transitions: ['a -> loop'],
    layout: { a: [0, 0], loop: [240, 0] },
  };
  const of = (...folded: string[]) => drawingOf(definition, someActivities, '', new Set(folded));
  expect(of('loop').steps.map(({ path }) => path)).toEqual(['a', 'loop']);
  expect(of('loop').edges.map(({ to }) => to)).toEqual(['loop']);
  const [whole, inner] = [of(), of('loop/deep')].map(({ steps }) => steps.find(({ path }) => path === 'loop'));
  expect(inner?.width).toBeLessThan(whole?.width ?? 0);
  const folded = of('loop').steps.find(({ path }) => path === 'loop');
  expect([folded?.width, folded?.height, folded?.at]).toEqual([172, 50, [240, 0]]);
  // A step is no container, whatever is said of it.
  expect(of('a').steps[0]?.isFolded).toBe(false);
});

it('Nodes_OfADrawing_AreMeasured_SoThatAllOfThemAreFittedToTheWindow', () => {
  const drawing = drawingOf({ ...sample, notes: [{ id: 'note1', at: [0, 0], text: 'a' }] }, someActivities);
  const nodes = nodesOf(drawing);
  expect(nodes.length).toBe(4);
  for (const { width, height, measured } of nodes) expect(measured).toEqual({ width, height });
});
