import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Plus, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Schema } from '@/api/operations';
import { apiPages, apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { ListCard } from '@/layout/list-card';
import { RowLink } from '@/layout/row-link';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { useOpen } from '@/place/use-open';
import { useSaid } from '@/shipped/use-said';

type Workflow = Schema<'WorkflowSummary'>;
type Latest = Schema<'LatestRun'>;

/** All workflows: what is published, what is newer in the draft, how the last run went, and what is paused. */
export const WorkflowList = () => {
  const { t } = useTranslation('workflows');
  const format = useFormat();
  const { open, setOpen, linkTo } = useOpen();
  const [search, setSearch] = useSearchParams();
  const mayAuthor = useMay('author');
  const q = search.get('q') ?? '';
  const query = useInfiniteQuery({
    ...apiPages('/api/v1/workflows', { query: { limit: 100, q: q || undefined } }),
    refetchInterval: 10_000,
    placeholderData: (before) => before,
  });
  const workflows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const latest = useLatest(workflows);
  const said = useSaid();
  const find = (text: string): void =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (text === '') next.delete('q');
        else next.set('q', text);
        return next;
      },
      { replace: true },
    );
  const add = mayAuthor && (
    <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen('new')}>
      {t('new.title')}
    </Button>
  );
  return (
    <>
      <div className="workflows-head">
        <Input
          className="workflows-search"
          prefix={<Search size={14} aria-hidden />}
          aria-label={t('search')}
          placeholder={t('search')}
          allowClear
          value={q}
          onChange={(event) => find(event.target.value)}
        />
        {add}
      </div>
      <ListCard<Workflow>
        query={query}
        failed={t('failed')}
        empty={q === '' ? t('empty') : t('noneFound', { q })}
        emptyAction={
          q === '' ? <Link to="/workflows?view=gallery">{t('toGallery')}</Link> : <Button onClick={() => find('')}>{t('showAll')}</Button>
        }
        rowKey="id"
        rowClassName={({ id }) => (id === open ? 'row-open' : '')}
        onRow={({ id }) => ({ onClick: () => setOpen(id) })}
        columns={[
          {
            title: t('name'),
            render: (_, workflow) => (
              <>
                <RowLink to={linkTo(workflow.id)}>{said(workflow.name) ?? workflow.id}</RowLink>
                {workflow.paused && <Paused workflow={workflow} />}
              </>
            ),
          },
          {
            title: t('description'),
            // With a pane open the width belongs to the other columns; the pane has it whole.
            hidden: open !== undefined,
            render: (_, workflow) => {
              const description = said(workflow.description, 'description');
              return (
                <span className="workflows-cut" title={description ?? undefined}>
                  {description}
                </span>
              );
            },
          },
          { title: t('published'), render: (_, workflow) => <Published workflow={workflow} /> },
          { title: t('lastRun'), render: (_, { id }) => <LastRun latest={latest.get(id)} /> },
          {
            title: t('underWay'),
            align: 'right',
            render: (_, { id }) => {
              const count = latest.get(id)?.underWay ?? 0;
              return (
                count > 0 && (
                  <Link to={`/runs?workflow=${id}`} onClick={(event) => event.stopPropagation()}>
                    {format.number(count)}
                  </Link>
                )
              );
            },
          },
          { title: t('updated'), render: (_, { updatedAt }) => <Time at={updatedAt} /> },
        ]}
      />
    </>
  );
};

const useLatest = (workflows: readonly Workflow[]): ReadonlyMap<string, Latest> => {
  const ids = workflows.map(({ id }) => id).slice(0, 500);
  const latest = useQuery({
    ...apiQuery('/api/v1/runs/latest', { query: { workflows: ids.join(',') } }),
    enabled: ids.length > 0,
    refetchInterval: 5_000,
    placeholderData: (before) => before,
  }).data;
  return new Map(latest?.items.map((one) => [one.workflow, one]));
};

const Paused = ({ workflow }: { workflow: Workflow }) => {
  const { t } = useTranslation('workflows');
  const { pause } = workflow;
  return (
    <span className="workflows-paused">
      <StateMark state="paused" />
      {pause && (
        <span className="workflows-cut" title={pause.reason ?? undefined}>
          {pause.reason ? t('pausedBy', { who: pause.by, reason: pause.reason }) : pause.by}
        </span>
      )}
    </span>
  );
};

const Published = ({ workflow }: { workflow: Workflow }) => {
  const { t } = useTranslation('workflows');
  if (workflow.publishedVersion === null) return <span className="row-note">{t('never')}</span>;
  return (
    <>
      v{workflow.publishedVersion} {workflow.changed && <span className="row-note">{t('changed')}</span>}
    </>
  );
};

export const LastRun = ({ latest }: { latest: Latest | undefined }) => {
  const { t } = useTranslation('workflows');
  if (latest === undefined) return null;
  if (!latest.run) return <span className="row-note">{t('noRun')}</span>;
  const { run } = latest;
  return (
    <Link className="workflows-run" to={`/runs/${run.id}`} onClick={(event) => event.stopPropagation()}>
      <StateMark state={stateOf(run.status, run.handledFailures)} /> <Time at={run.startedAt ?? run.createdAt} />
    </Link>
  );
};
