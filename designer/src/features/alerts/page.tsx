import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPages, apiQuery } from '@/api/queries';
import { Beside } from '@/layout/beside';
import { HeldRows } from '@/layout/held-rows';
import { Card, Page } from '@/layout/page';
import { usePlace } from '@/place/place';
import { useOpen } from '@/place/use-open';
import { CallProblem } from '@/problem/call-problem';
import { useIsPhone } from '@/theme/media';
import { AlertCards } from './alert-cards';
import { AlertTable } from './alert-table';
import { FilterBar } from './filter-bar';
import { IntakeLine } from './intake-line';
import { Nothing } from './nothing';
import { AlertPane } from './pane/alert-pane';
import { sinceOf, useFilters } from './use-filters';
import './alerts.css';

const live = { refetchInterval: 5_000, placeholderData: <T,>(before: T) => before };

export const Component = () => {
  const { t } = useTranslation('alerts');
  const { open, setOpen, close, linkTo } = useOpen();
  const filters = useFilters();
  const isPhone = useIsPhone();
  const asked = { q: filters.search || undefined, since: sinceOf(filters.period, Date.now()) };
  const led = filters.part === 'all' ? undefined : filters.part;
  const query = useInfiniteQuery({ ...apiPages('/api/v1/alerts', { query: { ...asked, led, limit: 50 } }), ...live });
  const counts = useQuery({ ...apiQuery('/api/v1/alerts/counts', { query: asked }), ...live });
  const sources = useQuery({ ...apiQuery('/api/v1/alert-sources', {}), refetchInterval: 10_000 });
  usePlace({ title: t('title') });
  const now = query.data?.pages.flatMap((page) => page.items) ?? [];
  const known = sources.data?.items ?? [];
  return (
    <Beside pane={open && <AlertPane key={open} id={open} onClose={close} />}>
      <Page>
        <FilterBar filters={filters} counts={counts.data} />
        {query.error && <CallProblem error={query.error} what={t('failed')} retry={query.refetch} />}
        {(query.data || !query.error) && (
          <Card>
            <HeldRows rows={now} keyOf={({ id }) => id} question={JSON.stringify([asked.q, led, filters.period])}>
              {(shown) =>
                !query.isPending && sources.data && shown.length === 0 ? (
                  <Nothing sources={known} filters={filters} />
                ) : isPhone ? (
                  <AlertCards alerts={shown} linkTo={linkTo} />
                ) : (
                  <AlertTable alerts={shown} isPending={query.isPending} open={open} linkTo={linkTo} onOpen={setOpen} />
                )
              }
            </HeldRows>
            {query.hasNextPage && (
              <div className="list-foot">
                <Button onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
                  {t('more')}
                </Button>
              </div>
            )}
          </Card>
        )}
        {known.length > 0 && <IntakeLine sources={known} />}
      </Page>
    </Beside>
  );
};
