import { useMemo } from 'react';
import type { FormProblem } from '@/schema-form/form-context';
import { useEditor } from '../store';

/** What is wrong with the definition, as forms take it. */
export const useProblems = (): readonly FormProblem[] => {
  const problems = useEditor((state) => state.problems);
  return useMemo(() => problems.map(({ path, message, severity }) => ({ path, message, severity })), [problems]);
};
