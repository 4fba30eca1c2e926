import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { apiQuery } from '@/api/queries';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';
import { CallProblem } from '@/problem/call-problem';
import { RunPage } from './run-page';
import { shortId } from './words';
import './run.css';

export const Component = () => {
  const { t } = useTranslation('run');
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    ...apiQuery('/api/v1/runs/{id}', { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.endedAt ? false : 5_000),
  });
  usePlace({ title: t('name', { id: shortId(id) }), parents: [{ title: t('runs'), to: '/runs' }] });
  if (error && !data) {
    return (
      <Page>
        <CallProblem error={error} what={t('failed')} retry={refetch} />
      </Page>
    );
  }
  return data ? <RunPage key={id} detail={data} /> : null;
};
