import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Select } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { Difference } from '@/diff/difference';
import { Time } from '@/format/time';
import { CallProblem } from '@/problem/call-problem';

type Workflow = Schema<'Workflow'>;
const draft = 'draft';

/** The published versions: who and when, what differs between any two, and back to an older one. */
export const Versions = ({ workflow }: { workflow: Workflow }) => {
  const { t } = useTranslation('workflows');
  const versions = useQuery(apiQuery('/api/v1/workflows/{id}/versions', { params: { id: workflow.id } }));
  const items = versions.data?.items ?? [];
  if (versions.error) return <CallProblem error={versions.error} what={t('versions.failed')} retry={versions.refetch} />;
  if (versions.data && items.length === 0) return <p className="pane-help">{t('versions.none')}</p>;
  return (
    <>
      <ul className="workflows-versions">
        {items.map(({ version, publishedAt, publishedBy }) => (
          <li key={version}>
            <strong>v{version}</strong>
            <span className="row-note">
              <Time at={publishedAt} /> · {publishedBy}
            </span>
            {version === workflow.publishedVersion ? (
              <span className="row-note workflows-end">{t('versions.now')}</span>
            ) : (
              <Restore workflow={workflow} version={version} />
            )}
          </li>
        ))}
      </ul>
      {items.length > 0 && <Compare workflow={workflow} versions={items.map(({ version }) => String(version))} />}
    </>
  );
};

const Restore = ({ workflow, version }: { workflow: Workflow; version: number }) => {
  const { t } = useTranslation('workflows');
  const queries = useQueryClient();
  const may = useMay('author');
  const restore = useMutation({
    mutationFn: () =>
      api.post('/api/v1/workflows/{id}/versions/{version}/restore', {
        params: { id: workflow.id, version },
        // Another one's change of the draft meanwhile is not overwritten.
        headers: { 'If-Match': workflow.eTag },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKey('/api/v1/workflows/{id}') }),
  });
  if (!may) return null;
  return (
    <>
      <Popconfirm
        icon={null}
        title={t('versions.restoreTitle', { version })}
        description={<div className="workflows-confirm">{t(workflow.changed ? 'versions.restoreOver' : 'versions.restoreText')}</div>}
        okText={t('versions.restore')}
        cancelText={t('cancel')}
        onConfirm={() => restore.mutate()}
      >
        <Button size="small" className="workflows-end" loading={restore.isPending} aria-label={t('versions.restoreNamed', { version })}>
          {t('versions.restore')}
        </Button>
      </Popconfirm>
      {restore.isSuccess && (
        <p className="pane-help" role="status">
          {t('versions.restored')} <Link to={`/workflows/${workflow.id}`}>{t('edit')}</Link>
        </p>
      )}
      {restore.error && <CallProblem error={restore.error} what={t('versions.restoreFailed')} />}
    </>
  );
};

const Compare = ({ workflow, versions }: { workflow: Workflow; versions: readonly string[] }) => {
  const { t } = useTranslation('workflows');
  const [from, setFrom] = useState(versions[0] ?? draft);
  const [to, setTo] = useState(draft);
  const [before, after] = [useDefinition(workflow, from), useDefinition(workflow, to)];
  const options = [draft, ...versions].map((value) => ({ value, label: value === draft ? t('draft') : `v${value}` }));
  const failed = [before, after].find(({ error }) => error);
  return (
    <>
      <div className="workflows-two">
        <span>{t('versions.compare')}</span>
        <Select size="small" aria-label={t('versions.from')} options={options} value={from} onChange={setFrom} />
        <span aria-hidden="true">→</span>
        <Select size="small" aria-label={t('versions.to')} options={options} value={to} onChange={setTo} />
      </div>
      {failed && <CallProblem error={failed.error} what={t('versions.failed')} retry={failed.refetch} />}
      {before.definition !== undefined && after.definition !== undefined && (
        <Suspense fallback={null}>
          <Difference before={before.definition} after={after.definition} />
        </Suspense>
      )}
    </>
  );
};

/** A version never changes; the draft is the one of the pane. */
const useDefinition = (workflow: Workflow, name: string) => {
  const query = useQuery({
    ...apiQuery('/api/v1/workflows/{id}', { params: { id: workflow.id }, query: { version: Number(name) || undefined } }),
    enabled: name !== draft,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { definition: name === draft ? workflow.draft : query.data?.definition, error: query.error, refetch: query.refetch };
};
