import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';

export const Component = () => {
  const { t } = useTranslation('audit');
  const query = useInfiniteQuery(apiPages('/api/v1/audit', { query: { limit: 100 } }));
  usePlace({ title: t('title') });
  return (
    <Page>
      <ListCard
        query={query}
        failed={t('failed')}
        empty={t('empty')}
        rowKey="sequence"
        columns={[
          { title: t('at'), render: (_, entry) => <Time at={entry.at} /> },
          { title: t('who'), dataIndex: 'who' },
          { title: t('what'), dataIndex: 'what' },
          { title: t('object'), dataIndex: 'object' },
        ]}
      />
    </Page>
  );
};
