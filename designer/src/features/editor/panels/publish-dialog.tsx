import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { apiKey, apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { Dialog } from '@/dialog/dialog';
import { Difference } from '@/diff/difference';
import { CallProblem } from '@/problem/call-problem';
import { isUnsaved, useEditor } from '../store';
import { ProblemsList } from './problems-list';
import { triggerChanges } from './trigger-changes';

type Props = { onClose: () => void /** Saves what is unsaved; rejects where that did not work. */; save: () => Promise<unknown> };

/** What becomes of the draft when it is published: everything that differs from what runs now, then one press. */
export const PublishDialog = ({ onClose, save }: Props) => {
  const { t } = useTranslation('editor/panels');
  const queries = useQueryClient();
  const { id, definition, publishedVersion, problems } = useEditor();
  const unsaved = useEditor(isUnsaved);
  const may = useMay('author');
  const published = useQuery({ ...apiQuery('/api/v1/workflows/{id}', { params: { id } }), enabled: publishedVersion !== null });
  const errors = problems.filter((problem) => problem.severity === 'error');
  const publish = useMutation({
    mutationFn: async () => {
      if (isUnsaved(useEditor.getState())) await save();
      const { id: saved, etag } = useEditor.getState();
      return api.post('/api/v1/workflows/{id}/publish', { params: { id: saved }, headers: etag ? { 'If-Match': etag } : {} });
    },
    onSuccess: (answer) => {
      useEditor.setState({ publishedVersion: answer.version });
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/workflows') });
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/workflows/{id}') });
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/workflows/{id}/versions') });
      onClose();
    },
  });
  const next = (publishedVersion ?? 0) + 1;
  const blocked = !may ? t('publish.notAllowed') : errors.length > 0 ? t('publish.errors', { count: errors.length }) : undefined;
  return (
    <Dialog
      title={t('publish.title', { version: next })}
      close={t('close')}
      onClose={onClose}
      footer={
        <>
          <Button type="primary" disabled={blocked !== undefined} loading={publish.isPending} onClick={() => publish.mutate()}>
            {t(unsaved ? 'publish.saveAndGo' : 'publish.go', { version: next })}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
          {blocked && <span className="pane-quiet">{blocked}</span>}
        </>
      }
    >
      {publishedVersion === null ? <p>{t('publish.first')}</p> : <p>{t('publish.effect', { version: publishedVersion })}</p>}
      {published.error && <CallProblem error={published.error} what={t('publish.readFailed')} retry={published.refetch} />}
      {published.data && <Difference before={published.data.definition} after={definition} none={t('publish.nothing')} />}
      <TriggersConcerned before={published.data?.definition} after={definition} />
      {problems.length > 0 && (
        <section>
          <h3 className="dialog-part">{t('problems.title', { count: problems.length })}</h3>
          <ProblemsList onLeave={onClose} />
        </section>
      )}
      {publish.error && <PublishTrouble error={publish.error} />}
    </Dialog>
  );
};

/** What publishing does to the triggers that the definition carries. */
const TriggersConcerned = ({ before, after }: { before: unknown; after: unknown }) => {
  const { t } = useTranslation('editor/panels');
  const changes = triggerChanges(before, after);
  if (changes.length === 0) return null;
  return (
    <section>
      <h3 className="dialog-part">{t('publish.triggers')}</h3>
      <ul className="plain-list">
        {changes.map(({ name, kind }) => (
          <li key={name}>
            <strong>{name}</strong> <span className="pane-quiet">{t(`publish.kind.${kind}`)}</span>
          </li>
        ))}
      </ul>
      <p className="pane-quiet">{t('publish.triggersMean')}</p>
    </section>
  );
};

const PublishTrouble = ({ error }: { error: unknown }) => {
  const { t } = useTranslation('editor/panels');
  const outdated = error instanceof ApiProblem && error.code === 'workflow.outdated';
  return <CallProblem error={error} what={t(outdated ? 'publish.outdated' : 'publish.failed')} />;
};
