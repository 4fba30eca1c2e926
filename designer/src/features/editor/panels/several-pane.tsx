import { Button } from 'antd';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNames } from '@/canvas/names';
import { stepAt } from '@/canvas/paths';
import { removeSteps } from '../edits';
import { useEditor } from '../store';

export const SeveralPane = ({ paths }: { paths: readonly string[] }) => {
  const { t } = useTranslation('editor/panels');
  const { definition, activities, isReadOnly, apply, select } = useEditor();
  const names = useNames();
  return (
    <div className="pane">
      <header className="pane-head">
        <h2>{t('several.title', { count: paths.length })}</h2>
      </header>
      <ul className="pane-list">
        {paths.map((path) => {
          const step = stepAt(definition, path);
          return (
            <li key={path}>
              <button type="button" className="pane-link" onClick={() => select([path])}>
                {names.step(path, step, activities[step?.activity ?? ''])}
              </button>
              <code>{path}</code>
            </li>
          );
        })}
      </ul>
      {!isReadOnly && (
        <Button icon={<Trash2 size={14} />} onClick={() => apply(removeSteps(paths), { select: [] })}>
          {t('several.remove', { count: paths.length })}
        </Button>
      )}
    </div>
  );
};
