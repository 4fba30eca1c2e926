import { useTranslation } from 'react-i18next';
import type { Problem } from '@/canvas/definition';
import { useNames } from '@/canvas/names';
import { stepAt } from '@/canvas/paths';
import { StateMark } from '@/marks/state-mark';
import { useMessages } from '@/problem/messages/use-messages';
import { useEditor } from '../store';
import { leadTo } from './problem-walk';
import { fieldOf, inOrder } from './problems';

/** Everything that is wrong, errors first; one press leads to the step and its field. */
export const ProblemsList = ({ onLeave }: { onLeave?: () => void }) => {
  const { t } = useTranslation('editor/panels');
  const read = useMessages();
  const problems = useEditor((state) => state.problems);
  if (problems.length === 0) return <p className="pane-quiet problems-none">{t('problems.none')}</p>;
  return (
    <ul className="problems">
      {inOrder(problems).map((problem) => (
        <li key={`${problem.path} ${problem.message}`} data-severity={problem.severity}>
          <button
            type="button"
            onClick={() => {
              onLeave?.();
              leadTo(problem);
            }}
          >
            <StateMark state={problem.severity === 'error' ? 'failed' : 'stuck'} bare size={14} />
            <span>
              <Where problem={problem} />
              <span className="problems-text">{read(problem.message)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
};

const Where = ({ problem }: { problem: Problem }) => {
  const { t } = useTranslation('editor/panels');
  const { definition, activities } = useEditor();
  const names = useNames();
  const step = problem.step ? stepAt(definition, problem.step) : undefined;
  const name = step ? names.step(problem.step ?? '', step, activities[step.activity]) : t('problems.workflow');
  const field = fieldOf(problem.path);
  return <strong>{field ? `${name} › ${field}` : name}</strong>;
};
