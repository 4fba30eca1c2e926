import { ReactFlowProvider } from '@xyflow/react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '@/api/session';
import { usePlace } from '@/place/place';
import { CallProblem } from '@/problem/call-problem';
import { useSaid } from '@/shipped/use-said';
import { useIsPhone } from '@/theme/media';
import { newId, useActivities, useOpened } from './document/load';
import { Recovered } from './document/recovered';
import { useSave } from './document/save';
import { useUnsavedWork, useValidation } from './document/watch';
import { EditorCanvas } from './drawing/editor-canvas';
import { EmptyCanvas } from './empty-canvas';
import { KeysHelp } from './keys/keys-help';
import { useEditorKeys } from './keys/use-editor-keys';
import { NameDialog } from './name-dialog';
import { Palette } from './palette/palette';
import { Pickers } from './palette/pickers';
import { PaneSplitter, usePaneWidth } from './pane-splitter';
import { EditorDialogs } from './panels/editor-dialogs';
import { EditorPane } from './panels/editor-pane';
import { ProblemsBar } from './panels/problems-bar';
import { SelectionBar } from './selection-bar';
import { isWorkflowId } from './slug';
import { useEditor } from './store';
import { Toolbar } from './toolbar';
import { useUi } from './ui';
import './editor.css';

export const Component = () => {
  const { t } = useTranslation('editor');
  const { id = newId } = useParams();
  const opened = useOpened(id);
  const name = useEditor((state) => (state.id === id ? state.definition.name || state.definition.id : ''));
  const said = useSaid();
  usePlace({ title: said(name) || (id === newId ? t('newTitle') : id), parents: [{ title: t('workflows'), to: '/workflows' }] });
  if (opened.error) {
    return (
      <div className="page">
        <CallProblem error={opened.error} what={t('failed')} retry={opened.refetch} />
      </div>
    );
  }
  return opened.data ? (
    <ReactFlowProvider key={id}>
      <Editor recovered={opened.data.recovered} readAt={opened.data.savedAt} />
    </ReactFlowProvider>
  ) : null;
};

const Editor = ({ recovered, readAt }: { recovered: string | undefined; readAt: string | undefined }) => {
  const { t } = useTranslation('editor');
  const isPhone = useIsPhone();
  const activities = useActivities();
  const isReadOnly = useReadOnly(isPhone);
  const save = useSave();
  const savedAt = save.data ? new Date(save.submittedAt).toISOString() : readAt;
  useValidation();
  useUnsavedWork();
  const trySave = (): void => saveOrAsk(save.mutate);
  const publish = (): void => useUi.setState({ dialog: isNamed() ? 'publish' : 'name' });
  const tidy = (): void => void import('./arrange/elk').then((elk) => elk.tidy());
  useEditorKeys({ save: trySave, publish, tidy });
  return (
    <div className="editor">
      <Toolbar isSaving={save.isPending} savedAt={savedAt} onSave={trySave} onPublish={publish} onTidy={tidy} />
      {recovered && <Recovered at={recovered} />}
      {save.error && useEditor.getState().conflict === null && <CallProblem error={save.error} what={t('saveFailed')} retry={trySave} />}
      {activities.error && <CallProblem error={activities.error} what={t('activitiesFailed')} retry={activities.refetch} />}
      <div className="editor-main">
        {!isReadOnly && <Palette />}
        <div className="editor-centre">
          <Centre />
          <ProblemsBar />
        </div>
        {!isPhone && <Side />}
      </div>
      <Overlays save={save.mutateAsync} />
    </div>
  );
};

const useReadOnly = (isPhone: boolean): boolean => {
  const mayWrite = useMay('author');
  const isReadOnly = isPhone || !mayWrite;
  useEffect(() => useEditor.setState({ isReadOnly }), [isReadOnly]);
  return isReadOnly;
};

/** A workflow without an id cannot be saved, nor published: it is asked for first. */
const isNamed = (): boolean => {
  const { id, definition } = useEditor.getState();
  return id !== newId || isWorkflowId(definition.id);
};

const saveOrAsk = (save: () => void): void => {
  if (isNamed()) save();
  else useUi.setState({ dialog: 'name' });
};

// CodeMirror is loaded when the text is wanted.
const YamlPane = lazy(() => import('./panels/yaml/yaml-pane').then((module) => ({ default: module.YamlPane })));

const Centre = () => {
  const view = useUi((state) => state.view);
  return (
    <div className="editor-views">
      {view !== 'yaml' && (
        <div className="editor-canvas">
          <EditorCanvas />
          <EmptyCanvas />
          <SelectionBar />
        </div>
      )}
      {view !== 'drawing' && (
        <Suspense fallback={null}>
          <YamlPane />
        </Suspense>
      )}
    </div>
  );
};

const Side = () => {
  const { t } = useTranslation('editor');
  const width = usePaneWidth();
  return (
    <>
      <PaneSplitter />
      <aside className="editor-pane" aria-label={t('pane.title')} style={{ width }}>
        <EditorPane />
      </aside>
    </>
  );
};

const Overlays = ({ save }: { save: () => Promise<unknown> }) => {
  const dialog = useUi((state) => state.dialog);
  return (
    <>
      <Pickers />
      {dialog === 'keys' && <KeysHelp />}
      {dialog === 'name' && <NameDialog save={() => void save().catch(() => undefined)} />}
      <EditorDialogs save={save} />
    </>
  );
};
