import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';

export const Component = () => {
  const { t } = useTranslation('approvals');
  const query = useInfiniteQuery(apiPages('/api/v1/approvals', {}));
  usePlace({ title: t('title') });
  return (
    <Page>
      <ListCard
        query={query}
        failed={t('failed')}
        empty={t('empty')}
        rowKey="id"
        columns={[
          { title: t('workflow'), render: (_, approval) => <Link to={`/runs/${approval.run}`}>{approval.workflow}</Link> },
          { title: t('message'), dataIndex: 'message' },
          { title: t('asked'), render: (_, approval) => <Time at={approval.requestedAt} /> },
          { title: t('expires'), render: (_, approval) => approval.expiresAt && <Time at={approval.expiresAt} /> },
        ]}
      />
    </Page>
  );
};
