import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { apiQuery } from '@/api/queries';
import { Card, Page } from '@/layout/page';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { usePlace } from '@/place/place';
import { CallProblem } from '@/problem/call-problem';

export const Component = () => {
  const { t } = useTranslation('run');
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({ ...apiQuery('/api/v1/runs/{id}', { params: { id } }), refetchInterval: 5_000 });
  usePlace({ title: id, parents: [{ title: t('runs'), to: '/runs' }] });
  if (error && !data) {
    return (
      <Page>
        <CallProblem error={error} what={t('failed')} retry={refetch} />
      </Page>
    );
  }
  if (!data) return null;
  return (
    <Page>
      <Card title={data.workflow} note={`v${data.version}`} extra={<StateMark state={stateOf(data.status, data.handledFailures)} />}>
        <ul className="plain-list">
          {Object.entries(data.steps).map(([name, step]) => (
            <li key={name}>
              <StateMark state={stateOf(step.status)} /> {name} · {step.activity} {step.waiting?.message}
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
};
