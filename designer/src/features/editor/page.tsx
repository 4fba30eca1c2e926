import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { apiQuery } from '@/api/queries';
import { Card, Page } from '@/layout/page';
import { usePlace } from '@/place/place';
import { CallProblem } from '@/problem/call-problem';

export const Component = () => {
  const { t } = useTranslation('editor');
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(apiQuery('/api/v1/workflows/{id}', { params: { id } }));
  usePlace({ title: data?.name ?? id, parents: [{ title: t('workflows'), to: '/workflows' }] });
  return (
    <Page>
      {error && <CallProblem error={error} what={t('failed')} retry={refetch} />}
      {data && (
        <Card title={data.name ?? id} note={data.publishedVersion === null ? t('never') : `v${data.publishedVersion}`}>
          <pre className="wrapped">{JSON.stringify(data.draft, null, 2)}</pre>
        </Card>
      )}
    </Page>
  );
};
