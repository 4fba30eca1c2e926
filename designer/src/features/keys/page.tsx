import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';

export const Component = () => {
  const { t } = useTranslation('keys');
  const query = useInfiniteQuery(apiPages('/api/v1/keys', {}));
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
          { title: t('roles'), render: (_, key) => key.roles.join(', ') },
          { title: t('createdBy'), dataIndex: 'createdBy' },
          { title: t('created'), render: (_, key) => <Time at={key.createdAt} /> },
          { title: t('expires'), render: (_, key) => (key.expiresAt === null ? t('never') : <Time at={key.expiresAt} />) },
        ]}
      />
    </Page>
  );
};
