import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';

export const Component = () => {
  const { t } = useTranslation('secrets');
  const query = useInfiniteQuery(apiPages('/api/v1/secrets', {}));
  usePlace({ title: t('title') });
  return (
    <Page>
      <ListCard
        query={query}
        failed={t('failed')}
        empty={t('empty')}
        rowKey="name"
        columns={[
          { title: t('name'), dataIndex: 'name' },
          { title: t('created'), render: (_, secret) => <Time at={secret.createdAt} /> },
          { title: t('updated'), render: (_, secret) => <Time at={secret.updatedAt} /> },
        ]}
      />
    </Page>
  );
};
