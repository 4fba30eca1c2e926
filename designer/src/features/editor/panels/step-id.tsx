import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bodyAt, idOf, parentOf } from '@/canvas/paths';
import { isFreeId, renamedPath, renameStep } from '../edits';
import { useEditor } from '../store';

/** The step's id; renamed where it stands, and everything that names it follows. */
export const StepId = ({ path, activity }: { path: string; activity: string }) => {
  const { t } = useTranslation('editor/panels');
  const { definition, activities, isReadOnly, apply } = useEditor();
  const id = idOf(path);
  const [draft, setDraft] = useState<string>();
  const wrong = draft !== undefined && draft !== id && !isFreeId(bodyAt(definition, parentOf(path)) ?? {}, draft);
  const commit = () => {
    setDraft(undefined);
    if (draft === undefined || draft === id || wrong) return;
    apply(renameStep(path, draft, activities), { select: [renamedPath(path, draft)] });
  };
  return (
    <p className="pane-id">
      {draft === undefined ? (
        <button type="button" className="pane-link" title={t('step.rename')} disabled={isReadOnly} onClick={() => setDraft(id)}>
          <code>{id}</code>
        </button>
      ) : (
        <input
          className={wrong ? 'is-wrong' : undefined}
          aria-label={t('step.id')}
          aria-invalid={wrong || undefined}
          title={wrong ? t('step.idRule') : undefined}
          // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was just pressed
          autoFocus
          size={Math.max(6, draft.length)}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setDraft(undefined);
          }}
        />
      )}
      <span aria-hidden="true">·</span>
      <code>{activity}</code>
      {wrong && <span className="pane-wrong">{t('step.idRule')}</span>}
    </p>
  );
};
