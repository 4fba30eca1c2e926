import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { apiPages } from '@/api/queries';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';
import { useWorkflowNames } from '@/shipped/use-said';
import { useRunColumns } from './columns';
import { FilterBar } from './filters';
import { byNeed, sinceOf } from './order';
import { useFilters } from './use-filters';
import './runs.css';

export const Component = () => {
  const { t } = useTranslation('runs');
  const navigate = useNavigate();
  const filtering = useFilters();
  const { workflow, status, since, target } = filtering.filters;
  const query = useInfiniteQuery({
    ...apiPages('/api/v1/runs', {
      query: {
        limit: 50,
        workflow: workflow ?? undefined,
        status: status ?? undefined,
        target: target ?? undefined,
        since: sinceOf(since, Date.now()),
      },
    }),
    refetchInterval: 5_000,
    placeholderData: (before) => before,
  });
  const nameOf = useWorkflowNames();
  usePlace({ title: t('title') });
  const ordered = query.data && { pages: [{ items: byNeed(query.data.pages.flatMap((page) => page.items)) }] };
  return (
    <Page>
      <FilterBar {...filtering} />
      <ListCard
        query={{ ...query, data: ordered }}
        failed={t('failed')}
        empty={t(filtering.isAny ? 'emptyFiltered' : 'empty')}
        emptyAction={
          filtering.isAny ? (
            <Button onClick={filtering.clear}>{t('clear')}</Button>
          ) : (
            <Link to="/workflows">
              <Button type="primary" tabIndex={-1}>
                {t('toWorkflows')}
              </Button>
            </Link>
          )
        }
        rowKey="id"
        question={JSON.stringify(filtering.filters)}
        columns={useRunColumns(nameOf)}
        onRow={({ id }) => ({ onDoubleClick: () => void navigate(`/runs/${id}`) })}
      />
    </Page>
  );
};
