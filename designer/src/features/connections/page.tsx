import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiPages } from '@/api/queries';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';

export const Component = () => {
  const { t } = useTranslation('connections');
  const query = useInfiniteQuery(apiPages('/api/v1/connections', {}));
  usePlace({ title: t('title') });
  return (
    <Page>
      <ListCard
        query={query}
        failed={t('failed')}
        empty={t('empty')}
        rowKey="id"
        columns={[
          { title: t('name'), dataIndex: 'name' },
          { title: t('platform'), dataIndex: 'platform' },
          { title: t('mode.title'), render: (_, connection) => t(`mode.${connection.mode}`) },
          { title: t('status.title'), render: (_, connection) => t(`status.${connection.status}`) },
        ]}
      />
    </Page>
  );
};
