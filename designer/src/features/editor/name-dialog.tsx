import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NewFields } from './new-fields';
import { isWorkflowId } from './slug';
import { useEditor } from './store';
import { useUi } from './ui';

/** Before the first save: what the workflow is called. */
export const NameDialog = ({ save }: { save: () => void }) => {
  const { t } = useTranslation('editor');
  const dialog = useRef<HTMLDialogElement>(null);
  const isNamed = useEditor((state) => isWorkflowId(state.definition.id));
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="keys-help name-dialog" aria-label={t('new.title')} onClose={() => useUi.setState({ dialog: null })}>
      <h2>{t('new.title')}</h2>
      <form method="dialog" onSubmit={save}>
        <NewFields />
        <button type="submit" className="editor-tool editor-tool-main" disabled={!isNamed}>
          {t('tools.save')}
        </button>{' '}
        <button type="button" className="editor-tool" onClick={() => dialog.current?.close()}>
          {t('new.later')}
        </button>
      </form>
    </dialog>
  );
};
