import type { Problem } from '@/canvas/definition';

/** Errors before warnings, each in the order of the document. */
export const inOrder = (problems: readonly Problem[]): Problem[] => [
  ...problems.filter((problem) => problem.severity === 'error'),
  ...problems.filter((problem) => problem.severity !== 'error'),
];

/** The one after (or before) `last`, round at the end; the first (or last) where `last` is no longer there. */
export const nextProblem = (problems: readonly Problem[], last: Problem | undefined, direction: 1 | -1 = 1): Problem | undefined => {
  const ordered = inOrder(problems);
  const at = ordered.findIndex((problem) => problem.path === last?.path && problem.message === last.message);
  const next = at < 0 && direction < 0 ? ordered.length - 1 : at + direction;
  return ordered[(next + ordered.length) % Math.max(1, ordered.length)];
};

/** The field that a pointer is about: `/steps/off/with/grace` is `grace`, the step itself has none. */
export const fieldOf = (pointer: string): string | undefined => {
  const tokens = pointer.split('/').slice(1);
  let rest = tokens;
  while (rest[0] === 'steps' && rest.length > 1) rest = rest.slice(2);
  if (rest[0] === 'with') rest = rest.slice(1);
  return rest.length === 0 ? undefined : rest.join(' › ');
};
