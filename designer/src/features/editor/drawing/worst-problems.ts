import type { Problem } from '@/canvas/definition';
import { parentOf, waysTo } from '@/canvas/paths';

/** The problem to show at each step: an error before a warning, the first before the others. */
export const worstProblems = (problems: readonly Problem[]): Map<string, Problem> => {
  const worst = new Map<string, Problem>();
  for (const problem of problems) {
    if (typeof problem.step !== 'string') continue;
    const known = worst.get(problem.step);
    if (!known || (known.severity === 'warning' && problem.severity === 'error')) worst.set(problem.step, problem);
  }
  return worst;
};

/** Those of steps that are not drawn show at the folded container around them. */
export const atFolded = (worst: ReadonlyMap<string, Problem>, folded: ReadonlySet<string>): Map<string, Problem> => {
  const shown = new Map(worst);
  for (const [step, problem] of worst) {
    const around = waysTo(parentOf(step)).find((path) => folded.has(path));
    if (around === undefined) continue;
    const known = shown.get(around);
    if (!known || (known.severity === 'warning' && problem.severity === 'error')) shown.set(around, problem);
  }
  return shown;
};
