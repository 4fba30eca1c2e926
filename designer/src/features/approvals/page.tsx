import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { apiQuery } from '@/api/queries';
import { Empty, Page } from '@/layout/page';
import { usePlace } from '@/place/place';
import { CallProblem } from '@/problem/call-problem';
import { useIsPhone } from '@/theme/media';
import { Decisions } from './decisions';
import { List } from './list';
import { Request } from './request';
import './approvals.css';

/** The list, and beside it what is asked for; on a phone one or the other. */
export const Component = () => {
  const { t } = useTranslation('approvals');
  const isPhone = useIsPhone();
  const [params, setParams] = useSearchParams();
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    ...apiQuery('/api/v1/approvals', {}),
    refetchInterval: 5_000,
    refetchOnMount: 'always',
  });
  usePlace({ title: t('title') });
  if (error && !data) {
    return (
      <Page>
        <CallProblem error={error} what={t('failed')} retry={refetch} />
      </Page>
    );
  }
  if (!data) return null;
  const id = params.get('id');
  const open = (next: string | null): void => setParams(next === null ? {} : { id: next });
  const selected = data.items.find((item) => item.id === id) ?? (isPhone || id !== null ? undefined : data.items[0]);
  // What was read before this page was opened may not have it yet: only a fresh answer says that it is gone.
  if (id !== null && !selected && !isFetchedAfterMount) return null;
  const shows = selected !== undefined || id !== null;
  const isAlone = isPhone || data.items.length < 2;
  return (
    <div className="approvals" data-alone={isAlone && shows}>
      {!(isAlone && shows) && (
        <div className="approvals-list">
          {data.items.length === 0 ? (
            <section className="card">
              <Empty text={t('empty')} />
            </section>
          ) : (
            <List items={data.items} selected={selected?.id ?? null} onOpen={open} />
          )}
          {(isPhone || !shows) && <Decisions />}
        </div>
      )}
      {shows && <Request key={id ?? selected?.id} approval={selected} items={data.items} onOpen={open} />}
    </div>
  );
};
