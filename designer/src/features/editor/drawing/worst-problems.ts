import type { Problem } from '@/canvas/definition';

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
