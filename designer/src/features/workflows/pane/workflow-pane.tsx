import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Facts, Pane } from '@/layout/beside';
import { CallProblem } from '@/problem/call-problem';
import { useSaid } from '@/shipped/use-said';
import { StartRun } from '@/start-run/start-run';
import { LastRun } from '../workflow-list';
import { DownloadYaml } from './download-yaml';
import { PauseWorkflow } from './pause-workflow';
import { Versions } from './versions';

/** One workflow: start it, open it, pause it, and what became of it. */
export const WorkflowPane = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const { t } = useTranslation('workflows');
  const read = useQuery({ ...apiQuery('/api/v1/workflows/{id}', { params: { id } }), refetchInterval: 10_000 });
  const workflow = read.data;
  const said = useSaid();
  return (
    <Pane name="workflow" title={workflow ? (said(workflow.name) ?? id) : id} onClose={onClose}>
      {read.error && !workflow && <CallProblem error={read.error} what={t('readFailed', { id })} retry={read.refetch} />}
      {workflow && <Body workflow={workflow} />}
    </Pane>
  );
};

const Body = ({ workflow }: { workflow: Schema<'Workflow'> }) => {
  const { t } = useTranslation('workflows');
  const format = useFormat();
  const { id } = workflow;
  const description = useSaid()(workflow.description, 'description');
  const latest = useQuery({ ...apiQuery('/api/v1/runs/latest', { query: { workflows: id } }), refetchInterval: 5_000 }).data?.items[0];
  return (
    <>
      <section>
        {description && <p>{description}</p>}
        <Actions workflow={workflow} />
      </section>
      <section>
        <Facts
          facts={[
            [t('id'), <code key="id">{id}</code>],
            [t('published'), workflow.publishedVersion === null ? t('never') : `v${workflow.publishedVersion}`],
            [t('draft'), workflow.publishedVersion !== null && (workflow.changed ? t('draftNewer') : t('draftSame'))],
            [
              t('updated'),
              <span key="updated">
                <Time at={workflow.updatedAt} /> · {workflow.updatedBy}
              </span>,
            ],
            [t('lastRun'), latest && <LastRun key="last" latest={latest} />],
            [t('underWay'), latest && (latest.underWay > 0 ? format.number(latest.underWay) : t('noneUnderWay'))],
            [
              t('allRuns'),
              <Link key="runs" to={`/runs?workflow=${id}`}>
                {t('showRuns')}
              </Link>,
            ],
          ]}
        />
      </section>
      <section>
        <PauseWorkflow workflow={workflow} />
      </section>
      <section>
        <h3>{t('versions.title')}</h3>
        <Versions workflow={workflow} />
      </section>
    </>
  );
};

const Actions = ({ workflow }: { workflow: Schema<'Workflow'> }) => {
  const { t } = useTranslation('workflows');
  const [isStarting, setStarting] = useState(false);
  const [mayStart, mayAuthor] = [useMay('operate'), useMay('author')];
  const why = !mayStart
    ? t('notAllowed')
    : workflow.publishedVersion === null
      ? t('startUnpublished')
      : workflow.paused
        ? t('startPaused')
        : undefined;
  return (
    <>
      <div className="pane-actions workflows-actions">
        <Button type="primary" disabled={why !== undefined} onClick={() => setStarting(true)}>
          {t('start')}
        </Button>
        <Link className="ant-btn workflows-link" to={`/workflows/${workflow.id}`}>
          {t('edit')}
        </Link>
        {mayAuthor && (
          <Link className="workflows-link" to={`/workflows?open=new&from=${workflow.id}`}>
            {t('duplicate')}
          </Link>
        )}
        <DownloadYaml id={workflow.id} />
      </div>
      {why && <p className="pane-help">{why}</p>}
      {isStarting && <StartRun workflow={workflow.id} onClose={() => setStarting(false)} />}
    </>
  );
};
