import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiPages } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { StartRecommended } from '@/plan/start-recommended';
import { CallProblem } from '@/problem/call-problem';
import { FiringMark } from './firing-mark';
import { useSummary } from './use-summary';
import { WhyNot } from './why-not';

type Firing = Schema<'FiringAnswer'>;

/** What the trigger fired, newest first, what each led to and why not. */
export const FiringList = ({ trigger }: { trigger: string }) => {
  const { t } = useTranslation('trigger');
  const query = useInfiniteQuery({
    ...apiPages('/api/v1/triggers/{id}/firings', { params: { id: trigger }, query: { limit: 10 } }),
    refetchInterval: 5_000,
  });
  const firings = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.error && !query.data) return <CallProblem error={query.error} what={t('firingsFailed')} retry={query.refetch} />;
  if (query.data && firings.length === 0) return <p className="pane-help">{t('neverFired')}</p>;
  return (
    <>
      <ul className="trigger-firings">
        {firings.map((firing) => (
          <OneFiring key={firing.id} firing={firing} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="small" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('older')}
        </Button>
      )}
    </>
  );
};

const OneFiring = ({ firing }: { firing: Firing }) => {
  const { t } = useTranslation('trigger');
  const summaryOf = useSummary();
  return (
    <li>
      <div className="trigger-firing-head">
        <FiringMark status={firing.status} />
        <Time at={firing.dueAt} />
        {firing.runId && <Link to={`/runs/${firing.runId}`}>{t('openRun')}</Link>}
      </div>
      <p className="pane-help">{summaryOf(firing)}</p>
      <WhyNot firing={firing} />
      <FiringActions firing={firing} />
    </li>
  );
};

/** What a person can do with a firing that has not become a run. */
const FiringActions = ({ firing }: { firing: Firing }) => {
  const { t } = useTranslation('trigger');
  const may = useMay('operate');
  const queries = useQueryClient();
  const params = { id: firing.trigger, firing: firing.id };
  const onSuccess = () =>
    Promise.all(
      (['/api/v1/triggers', '/api/v1/triggers/{id}/firings'] as const).map((path) => queries.invalidateQueries({ queryKey: apiKey(path) })),
    );
  const start = useMutation({ mutationFn: () => api.post('/api/v1/triggers/{id}/firings/{firing}/start', { params }), onSuccess });
  const dismiss = useMutation({
    mutationFn: () => api.post('/api/v1/triggers/{id}/firings/{firing}/dismiss', { params, body: {} }),
    onSuccess,
  });
  const error = start.error ?? dismiss.error;
  const isRecommended = firing.status === 'recommended';
  const mayStart = firing.status === 'failed' && firing.inputs !== null;
  const mayDismiss = may && (isRecommended || firing.status === 'pending');
  if (!isRecommended && !(may && mayStart) && !mayDismiss) return null;
  return (
    <div className="trigger-firing-actions">
      {isRecommended && <StartRecommended trigger={firing.trigger} firing={firing.id} mayStart={may} onStarted={onSuccess} />}
      {may && mayStart && (
        <Button size="small" loading={start.isPending} onClick={() => start.mutate()}>
          {t('tryAgain')}
        </Button>
      )}
      {mayDismiss && (
        <Button size="small" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
          {t('dismiss')}
        </Button>
      )}
      {error && <CallProblem error={error} what={t('changeFailed')} />}
    </div>
  );
};
