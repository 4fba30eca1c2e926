import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiQuery } from '@/api/queries';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Card, Empty, Page } from '@/layout/page';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { usePlace } from '@/place/place';
import { CallProblem } from '@/problem/call-problem';

export const Component = () => {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const fleet = useQuery({ ...apiQuery('/api/v1/fleet/summary', {}), refetchInterval: 15_000 });
  const runs = useQuery({ ...apiQuery('/api/v1/runs', { query: { limit: 10 } }), refetchInterval: 5_000 });
  usePlace({ title: t('title') });
  return (
    <Page>
      {fleet.error && <CallProblem error={fleet.error} what={t('fleetFailed')} retry={fleet.refetch} />}
      <Card
        title={t('fleet')}
        note={fleet.data && t('fleetNote', { vms: format.number(fleet.data.vms.total), hosts: format.number(fleet.data.hosts.total) })}
      >
        <ul className="plain-list">
          {fleet.data?.connections.map((connection) => (
            <li key={connection.id}>
              {connection.name} · {connection.platform} · {t(`mode.${connection.mode}`)} · {format.number(connection.vms)}
            </li>
          ))}
        </ul>
      </Card>
      {runs.error && <CallProblem error={runs.error} what={t('runsFailed')} retry={runs.refetch} />}
      <Card title={t('recent')}>
        {runs.data?.items.length === 0 && <Empty text={t('noRun')} action={<Link to="/workflows">{t('toWorkflows')}</Link>} />}
        <ul className="plain-list">
          {runs.data?.items.map((run) => (
            <li key={run.id}>
              <StateMark state={stateOf(run.status, run.handledFailures)} /> <Link to={`/runs/${run.id}`}>{run.workflow}</Link>{' '}
              <Time at={run.createdAt} />
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
};
