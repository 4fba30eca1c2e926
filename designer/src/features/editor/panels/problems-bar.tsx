import { useTranslation } from 'react-i18next';
import { useEditor } from '../store';
import { ProblemsList } from './problems-list';
import './panels.css';

/** Under the drawing, as long as something is wrong. */
export const ProblemsBar = () => {
  const { t } = useTranslation('editor/panels');
  const count = useEditor((state) => state.problems.length);
  if (count === 0) return null;
  return (
    <details className="problems-bar" open>
      <summary>
        <h2>{t('problems.title', { count })}</h2>
        <span className="pane-quiet">
          {t('problems.next')} <kbd>F8</kbd>
        </span>
      </summary>
      <ProblemsList />
    </details>
  );
};
