import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { usePlace } from '@/place/place';

export const Component = () => {
  const { t } = useTranslation('runs');
  const format = useFormat();
  const query = useInfiniteQuery(apiPages('/api/v1/runs', { query: { limit: 50 } }));
  usePlace({ title: t('title') });
  return (
    <Page>
      <ListCard
        query={query}
        failed={t('failed')}
        empty={t('empty')}
        rowKey="id"
        columns={[
          { title: t('state'), render: (_, run) => <StateMark state={stateOf(run.status, run.handledFailures)} /> },
          { title: t('workflow'), render: (_, run) => <Link to={`/runs/${run.id}`}>{run.workflow}</Link> },
          { title: t('version'), render: (_, run) => `v${run.version}` },
          { title: t('by'), render: (_, run) => run.trigger.by ?? run.trigger.name ?? run.trigger.kind },
          { title: t('started'), render: (_, run) => <Time at={run.startedAt ?? run.createdAt} /> },
          { title: t('took'), align: 'right', render: (_, run) => run.startedAt && format.between(run.startedAt, run.endedAt) },
        ]}
      />
    </Page>
  );
};
