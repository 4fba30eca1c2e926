import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { isWorkflowId, slugOf } from './slug';
import { useEditor } from './store';

/** The name and, from it, the id. Both are only asked for as long as the workflow is not on the server. */
export const NewFields = () => {
  const { t } = useTranslation('editor');
  const { definition } = useEditor();
  const [name, id] = [useId(), useId()];
  const change = (patch: { name?: string; id?: string }) =>
    useEditor.getState().apply((now) => ({ ...now, ...patch }), { together: 'new' });
  const isBad = definition.id !== '' && !isWorkflowId(definition.id);
  return (
    <div className="new-fields">
      <label htmlFor={name}>{t('new.name')}</label>
      <input
        id={name}
        value={definition.name ?? ''}
        placeholder={t('new.example')}
        onChange={({ target: { value } }) => {
          const follows = definition.id === '' || definition.id === slugOf(definition.name ?? '');
          change({ name: value, ...(follows ? { id: slugOf(value) } : {}) });
        }}
      />
      <label htmlFor={id}>{t('new.id')}</label>
      <input
        id={id}
        value={definition.id}
        aria-invalid={isBad}
        aria-describedby={`${id}-help`}
        onChange={(event) => change({ id: event.target.value })}
      />
      <p id={`${id}-help`} className={isBad ? 'editor-errors' : 'quiet'}>
        {isBad ? t('new.idBad') : t('new.idHelp')}
      </p>
    </div>
  );
};
