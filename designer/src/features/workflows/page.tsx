import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';

export const Component = () => {
  const { t } = useTranslation('workflows');
  const query = useInfiniteQuery(apiPages('/api/v1/workflows', { query: { limit: 100 } }));
  usePlace({ title: t('title') });
  return (
    <Page>
      <ListCard
        query={query}
        failed={t('failed')}
        empty={t('empty')}
        rowKey="id"
        columns={[
          { title: t('name'), render: (_, workflow) => <Link to={`/workflows/${workflow.id}`}>{workflow.name ?? workflow.id}</Link> },
          { title: t('description'), dataIndex: 'description', ellipsis: true },
          {
            title: t('published'),
            render: (_, workflow) => (workflow.publishedVersion === null ? t('never') : `v${workflow.publishedVersion}`),
          },
          { title: t('draft'), render: (_, workflow) => (workflow.changed ? t('changed') : '') },
          { title: t('updated'), render: (_, workflow) => <Time at={workflow.updatedAt} /> },
        ]}
      />
    </Page>
  );
};
