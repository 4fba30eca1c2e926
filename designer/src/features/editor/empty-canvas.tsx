import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { bodyAt } from '@/canvas/paths';
import { quickAdd } from './keys/quick-add';
import { NewFields } from './new-fields';
import { useEditor } from './store';

/** A canvas without steps: what a workflow is, and the first thing to do. */
export const EmptyCanvas = () => {
  const { t } = useTranslation('editor');
  const { isEmpty, scope, isReadOnly, id } = useEditor(
    useShallow(({ definition, scope, isReadOnly, id }) => {
      return { isEmpty: Object.keys(bodyAt(definition, scope)?.steps ?? {}).length === 0, scope, isReadOnly, id };
    }),
  );
  if (!isEmpty || id === '') return null;
  return (
    <div className="editor-empty">
      {id === 'new' && scope === '' && <NewFields />}
      <h2>{t('empty.title')}</h2>
      <p>{scope === '' ? t('empty.text') : t('empty.inside')}</p>
      {!isReadOnly && (
        <p>
          <button type="button" className="editor-tool editor-tool-main" onClick={quickAdd}>
            <Plus size={14} aria-hidden /> {t('empty.add')} <kbd>/</kbd>
          </button>{' '}
          <span className="quiet">{t('empty.drag')}</span>
        </p>
      )}
      <p className="quiet">{t('empty.right')}</p>
    </div>
  );
};
