import { Segmented } from 'antd';
import { Keyboard, LayoutGrid, ListChecks, Redo2, Search, StickyNote, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useMay } from '@/api/session';
import { useFormat } from '@/format/use-format';
import { useSaid } from '@/shipped/use-said';
import { addNoteHere } from './commands';
import { canRedo, canUndo, isUnsaved, useEditor } from './store';
import { pick, useUi, type View } from './ui';

type Props = { isSaving: boolean; savedAt: string | undefined; onSave: () => void; onPublish: () => void; onTidy: () => void };

/** What is being edited and whether it is saved; undo, tidy, the view; save and publish. */
export const Toolbar = ({ isSaving, savedAt, onSave, onPublish, onTidy }: Props) => {
  const { t } = useTranslation('editor');
  const { undo, redo, isReadOnly, publishedVersion, isEmpty } = useEditor(
    useShallow(({ undo, redo, isReadOnly, publishedVersion, definition }) => {
      return { undo, redo, isReadOnly, publishedVersion, isEmpty: Object.keys(definition.steps ?? {}).length === 0 };
    }),
  );
  const mayStart = useMay('operate');
  const [mayUndo, mayRedo] = [useEditor(canUndo), useEditor(canRedo)];
  const view = useUi((state) => state.view);
  return (
    <div className="editor-bar" role="toolbar" aria-label={t('tools.bar')}>
      <DraftState isSaving={isSaving} savedAt={savedAt} />
      <span className="editor-bar-gap" />
      {!isReadOnly && (
        <>
          <Tool label={t('tools.undo')} icon={<Undo2 size={16} />} disabled={!mayUndo} onClick={undo} />
          <Tool label={t('tools.redo')} icon={<Redo2 size={16} />} disabled={!mayRedo} onClick={redo} />
          <Tool label={t('tools.tidyHint')} icon={<LayoutGrid size={16} />} text={t('tools.tidy')} onClick={onTidy} />
          <Tool label={t('tools.noteHint')} icon={<StickyNote size={16} />} onClick={() => addNoteHere()} />
        </>
      )}
      <Tool label={t('tools.find')} icon={<Search size={16} />} onClick={() => pick({ kind: 'find' })} />
      <Tool label={t('tools.keys')} icon={<Keyboard size={16} />} onClick={() => useUi.setState({ dialog: 'keys' })} />
      <Segmented<View>
        size="small"
        aria-label={t('view.title')}
        value={view}
        onChange={(next) => useUi.setState({ view: next })}
        options={(['drawing', 'both', 'yaml'] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
      />
      {!isReadOnly && (
        <>
          {!isEmpty && (
            <Tool
              label={t('tools.planHint')}
              icon={<ListChecks size={16} />}
              text={t('tools.plan')}
              onClick={() => useUi.setState({ dialog: 'plan' })}
              className="editor-tool-framed"
            />
          )}
          <Tool label={t('tools.saveHint')} text={t('tools.save')} onClick={onSave} className="editor-tool-framed" />
          {publishedVersion !== null && mayStart && (
            <Tool
              label={t('tools.startHint')}
              text={t('tools.start')}
              onClick={() => useUi.setState({ dialog: 'start' })}
              className="editor-tool-framed"
            />
          )}
          <PublishButton isEmpty={isEmpty} onPublish={onPublish} />
        </>
      )}
    </div>
  );
};

const Tool = (props: { label: string; icon?: ReactNode; text?: string; disabled?: boolean; className?: string; onClick: () => void }) => (
  <button
    type="button"
    className={`editor-tool ${props.className ?? ''}`}
    aria-label={props.text === undefined ? props.label : undefined}
    title={props.label}
    disabled={props.disabled}
    onClick={props.onClick}
  >
    {props.icon}
    {props.text}
  </button>
);

const DraftState = ({ isSaving, savedAt }: { isSaving: boolean; savedAt: string | undefined }) => {
  const { t } = useTranslation('editor');
  const { time } = useFormat();
  const said = useSaid();
  const [publishedVersion, name, isNew] = useEditor(
    useShallow(({ publishedVersion, definition, etag }) => [publishedVersion, definition.name || definition.id, etag === null] as const),
  );
  const isTouched = useEditor((state) => state.id !== 'new' || canUndo(state));
  const unsaved = useEditor(isUnsaved) && isTouched;
  const state = isSaving ? t('draft.saving') : unsaved ? t('draft.unsaved') : savedAt ? t('draft.saved', { time: time(savedAt) }) : '';
  return (
    <>
      <strong className="editor-name">{said(name) || t('newTitle')}</strong>
      <button
        type="button"
        className="editor-tag"
        title={t('draft.versions')}
        disabled={isNew}
        onClick={() => useUi.setState({ dialog: 'versions' })}
      >
        {publishedVersion === null ? t('draft.never') : t('draft.of', { version: publishedVersion })}
      </button>
      <span className="quiet" role="status">
        {state}
      </span>
    </>
  );
};

/** With errors it cannot be published; how many stands beside the button. */
const PublishButton = ({ isEmpty, onPublish }: { isEmpty: boolean; onPublish: () => void }) => {
  const { t } = useTranslation('editor');
  const problems = useEditor((state) => state.problems);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const reason = isEmpty ? t('tools.nothingToPublish') : errors > 0 ? t('tools.hasErrors') : undefined;
  return (
    <>
      <button
        type="button"
        className="editor-tool editor-tool-main"
        disabled={reason !== undefined}
        title={reason ?? t('tools.publishHint')}
        onClick={onPublish}
      >
        {t('tools.publish')}
      </button>
      {errors > 0 && <span className="editor-errors">{t('problems.errors', { count: errors })}</span>}
    </>
  );
};
