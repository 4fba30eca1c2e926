import { escapeToken } from '@/json/pointer';
import type { FormProblem } from './form-context';

/** What is shown at a field: problems of it, and of what is within it, unless the field shows its parts as fields of their own. */
export const problemsAt = (problems: readonly FormProblem[], path: string, own = false): readonly FormProblem[] =>
  problems.filter((problem) => problem.path === path || (!own && problem.path.startsWith(`${path}/`)));

/** What concerns the form but none of its fields: shown above them, never swallowed. */
export const problemsBeside = (problems: readonly FormProblem[], path: string, names: readonly string[]) =>
  problems.filter(
    (problem) =>
      (problem.path === path || problem.path.startsWith(`${path}/`)) &&
      !names.some((name) => problem.path === `${path}/${escapeToken(name)}` || problem.path.startsWith(`${path}/${escapeToken(name)}/`)),
  );
