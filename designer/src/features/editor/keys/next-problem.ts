import type { Problem } from '@/canvas/definition';

/** The steps with problems in order: errors first. */
const stepsOf = (problems: readonly Problem[]): string[] => {
  const inOrder = [...problems].sort((a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error'));
  return [...new Set(inOrder.flatMap(({ step }) => (typeof step === 'string' && step !== '' ? [step] : [])))];
};

/** The step with a problem after the selected one, and from the last the first again. */
export const nextProblem = (problems: readonly Problem[], selected: string | undefined, by: 1 | -1 = 1): string | undefined => {
  const steps = stepsOf(problems);
  const at = selected === undefined ? -1 : steps.indexOf(selected);
  const start = at < 0 && by < 0 ? 0 : at;
  return steps[(start + by + steps.length) % Math.max(1, steps.length)];
};
