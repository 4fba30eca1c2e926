import type { Activity, Step } from './definition';

/** A way out of a step. Normal ones leave at the right, adverse ones at the lower edge. */
export type Outcome = { name: string; adverse: boolean };

const adverse: ReadonlySet<string> = new Set(['failed', 'rejected', 'expired']);
const order = ['rejected', 'expired', 'failed'];

export const isAdverse = (outcome: string | undefined): boolean => outcome !== undefined && adverse.has(outcome);

/** What a step can end with, the normal outcomes first: the activity's, the cases of a switch, those of its gate, and `failed`. */
export const outcomesOf = (step: Step, activity: Activity | undefined): Outcome[] => {
  const own = activity ? activity.outcomes : ['done'];
  if (own.length === 0) return [];
  const gate = step.approval ? ['rejected', 'expired'] : [];
  const names = [...new Set([...casesOf(step), ...own, ...gate, 'failed'])];
  return [
    ...names.filter((name) => !isAdverse(name)).map((name) => ({ name, adverse: false })),
    ...order.filter((name) => names.includes(name)).map((name) => ({ name, adverse: true })),
  ];
};

/** The names of the normal outcomes: what `a -> b` stands for. */
export const normalOutcomes = (step: Step, activity: Activity | undefined): string[] =>
  outcomesOf(step, activity)
    .filter((outcome) => !outcome.adverse)
    .map(({ name }) => name);

const casesOf = (step: Step): string[] => {
  if (step.activity !== 'flow.switch') return [];
  const cases = step.with?.cases;
  if (Array.isArray(cases)) return cases.map(String);
  if (typeof cases === 'string') return [cases];
  return typeof cases === 'object' && cases !== null ? Object.keys(cases) : [];
};
