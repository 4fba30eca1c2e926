import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { apiKey, apiQuery } from '@/api/queries';
import type { Definition } from '@/canvas/definition';
import { Dialog } from '@/dialog/dialog';
import { Difference } from '@/diff/difference';
import { Time } from '@/format/time';
import { CallProblem } from '@/problem/call-problem';
import { isUnsaved, useEditor } from '../store';

const draft = 'draft';

/** The published versions: what differs between any two, and back to an older one. */
export const VersionsPane = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation('editor/panels');
  const id = useEditor((state) => state.id);
  const publishedVersion = useEditor((state) => state.publishedVersion);
  const versions = useQuery(apiQuery('/api/v1/workflows/{id}/versions', { params: { id } }));
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState<string>(draft);
  const before = from ?? (publishedVersion === null ? draft : String(publishedVersion));
  const names = [draft, ...(versions.data?.items.map(({ version }) => String(version)) ?? [])];
  const options = names.map((value) => ({ value, label: value === draft ? t('versions.draft') : `v${value}` }));
  return (
    <Dialog title={t('versions.title')} close={t('close')} onClose={onClose} side>
      {versions.error && <CallProblem error={versions.error} what={t('versions.failed')} retry={versions.refetch} />}
      {versions.data?.items.length === 0 && <p className="pane-quiet">{t('versions.none')}</p>}
      <ul className="versions">
        {versions.data?.items.map(({ version, publishedAt, publishedBy }) => (
          <li key={version}>
            <strong>v{version}</strong>
            {version === publishedVersion && <span className="versions-now">{t('versions.now')}</span>}
            <span className="pane-quiet">
              <Time at={publishedAt} /> · {publishedBy}
            </span>
            <Restore version={version} />
          </li>
        ))}
      </ul>
      <section>
        <h3 className="dialog-part">{t('versions.compare')}</h3>
        <div className="versions-two">
          <Select aria-label={t('versions.from')} options={options} value={before} onChange={setFrom} />
          <span aria-hidden="true">→</span>
          <Select aria-label={t('versions.to')} options={options} value={to} onChange={setTo} />
        </div>
        <Compared from={before} to={to} />
      </section>
    </Dialog>
  );
};

const Compared = ({ from, to }: { from: string; to: string }) => {
  const { t } = useTranslation('editor/panels');
  const [before, after] = [useVersion(from), useVersion(to)];
  const failed = [before, after].find(({ error }) => error);
  if (failed) return <CallProblem error={failed.error} what={t('versions.failed')} retry={failed.refetch} />;
  return before.definition && after.definition ? <Difference before={before.definition} after={after.definition} /> : null;
};

/** The draft is the one on the canvas, saved or not. */
const useVersion = (name: string) => {
  const id = useEditor((state) => state.id);
  const definition = useEditor((state) => state.definition);
  const query = useQuery({
    ...apiQuery('/api/v1/workflows/{id}', { params: { id }, query: { version: Number(name) || undefined } }),
    enabled: name !== draft,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { definition: name === draft ? definition : query.data?.definition, error: query.error, refetch: query.refetch };
};

/** Makes an older version the draft: on the canvas, where it can be undone; the next save writes it. */
const Restore = ({ version }: { version: number }) => {
  const { t } = useTranslation('editor/panels');
  const queries = useQueryClient();
  const { id, isReadOnly } = useEditor();
  const restore = useMutation({
    mutationFn: () => api.get('/api/v1/workflows/{id}', { params: { id }, query: { version } }),
    onSuccess: ({ definition }) => {
      useEditor.getState().replaceDefinition(definition as unknown as Definition);
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/workflows/{id}') });
    },
  });
  if (isReadOnly) return null;
  return (
    <>
      <Button size="small" loading={restore.isPending} onClick={() => restore.mutate()}>
        {t('versions.restore')}
      </Button>
      {restore.error && <CallProblem error={restore.error} what={t('versions.restoreFailed')} />}
      {restore.isSuccess && isUnsaved(useEditor.getState()) && <span className="pane-quiet">{t('versions.restored')}</span>}
    </>
  );
};
