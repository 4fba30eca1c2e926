import { isContainer, isSettled, type RunView, type Step, type Unit, type Wait } from './run-view';

/** Why something waits, with everything that waits for the same. */
export type Waiting = { key: string; wait: Wait; step: Step; units: readonly Unit[] };

const keyOf = (wait: Wait, step: Step): string => {
  switch (wait.for) {
    case 'held':
      return `held ${wait.run}`;
    case 'automation':
      return 'automation';
    case 'signal':
      return `signal ${wait.name}`;
    default:
      return `${wait.for} ${step.path}`;
  }
};

/** Everything that a run waits for now; a person's turn first. */
export const waitsOf = (view: RunView): Waiting[] => {
  const found = new Map<string, Waiting>();
  const add = (wait: Wait, step: Step, unit?: Unit): void => {
    const key = keyOf(wait, step);
    const before = found.get(key);
    found.set(key, { key, wait: before?.wait ?? wait, step, units: [...(before?.units ?? []), ...(unit ? [unit] : [])] });
  };
  if (!view.end) {
    for (const step of view.steps.values()) {
      if (isSettled(step)) continue;
      const waiting = [...step.units.values()].filter((unit) => unit.wait);
      for (const unit of waiting) add(unit.wait as Wait, step, unit.id === '' ? undefined : unit);
      if (waiting.length === 0 && step.wait && !(isContainer(step) && step.activity !== 'flow.scope')) add(step.wait, step);
    }
  }
  const order: Wait['for'][] = ['approval', 'signal', 'automation', 'held', 'run', 'retry', 'time', 'delay'];
  return [...found.values()].sort((a, b) => order.indexOf(a.wait.for) - order.indexOf(b.wait.for));
};
