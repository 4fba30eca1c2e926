import type { DrawnEdge } from '@/canvas/drawing';
import type { RunMarks, WayState } from '@/canvas/flow';
import { type State, states } from '@/marks/shapes';
import { stateOf } from '@/marks/state-of';
import { definitionPath, type RunView, type Step } from './run-view';
import { countTargets } from './targets';

/** In the order in which a state wins over the others, where a step stands for several iterations. */
const loudest = ['failed', 'rejected', 'expired', 'waiting', 'running', 'cancelled', 'completed', 'skipped'] as const;

/** What the run adds to each step of the drawing, by the step's path in the definition. */
export const marksOf = (view: RunView): Map<string, RunMarks> => {
  const byPath = new Map<string, Step[]>();
  for (const step of view.steps.values()) {
    const path = definitionPath(step.path);
    byPath.set(path, [...(byPath.get(path) ?? []), step]);
  }
  return new Map([...byPath].map(([path, steps]) => [path, markOf(steps)]));
};

const markOf = (steps: readonly Step[]): RunMarks => {
  const status = loudest.find((candidate) => steps.some((step) => step.status === candidate)) ?? 'running';
  const units = steps.flatMap((step) => (step.overTargets && step.activity !== 'flow.scope' ? [...step.units.values()] : []));
  const iterations = steps.length === 1 ? steps[0]?.iterations : undefined;
  const counts = countTargets(units);
  const done = counts.reduce((sum, { status: is, count }) => sum + (is === 'completed' ? count : 0), 0);
  return {
    state: stateOf(status),
    badge: units.length > 0 ? `${done}/${units.length}` : iterations ? `${iterations.settled}/${iterations.started}` : undefined,
    shares: counts.length > 0 ? counts.map(({ status: is, count }) => ({ state: stateOf(is) satisfies State, count })) : undefined,
  };
};

/** Whether a line was gone, is dead, or is still open. */
export const wayOf = (edge: DrawnEdge, view: RunView): WayState => {
  const steps = [...view.steps.values()].filter((step) => definitionPath(step.path) === edge.from && step.endedAt);
  if (steps.length === 0) return { way: view.end ? 'dead' : 'open' };
  const taken = steps.find((step) => step.outcome === edge.outcome);
  if (!taken) return { way: 'dead' };
  return { way: 'taken', tone: states[stateOf(taken.status)].tone };
};
