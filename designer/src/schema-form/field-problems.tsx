import { StateMark } from '@/marks/state-mark';
import { useMessages } from '@/problem/messages/use-messages';
import type { FormProblem } from './form-context';

/** What is wrong, where it is wrong. */
export const FieldProblems = ({ id, problems }: { id?: string; problems: readonly FormProblem[] }) => {
  const read = useMessages();
  return problems.length === 0 ? null : (
    <ul className="field-problems" id={id}>
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.message}`} className={problem.severity === 'warning' ? 'is-warning' : 'is-error'}>
          <StateMark state={problem.severity === 'warning' ? 'stuck' : 'failed'} bare size={12} />
          {read(problem.message)}
        </li>
      ))}
    </ul>
  );
};
