import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPages } from '@/api/queries';
import { useMay } from '@/api/session';
import { useFormat } from '@/format/use-format';
import { ListCard } from '@/layout/list-card';
import { RowLink } from '@/layout/row-link';

type Props = { choice: ReactNode; open: string | undefined; setOpen: (id: string) => void; linkTo: (id: string) => string };

/** The named calendars: the days and hours within which schedules fire. */
export const Calendars = ({ choice, open, setOpen, linkTo }: Props) => {
  const { t } = useTranslation('schedules');
  const format = useFormat();
  const mayAuthor = useMay('author');
  const query = useInfiniteQuery(apiPages('/api/v1/calendars', {}));
  const add = mayAuthor && (
    <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen('new')}>
      {t('calendars.add')}
    </Button>
  );
  return (
    <ListCard
      query={query}
      failed={t('calendars.failed')}
      empty={t('calendars.empty')}
      emptyAction={add}
      title={t('calendars.title')}
      extra={
        <>
          {choice} {add}
        </>
      }
      rowKey="id"
      rowClassName={({ id }) => (id === open ? 'row-open' : '')}
      onRow={({ id }) => ({ onClick: () => setOpen(id) })}
      columns={[
        { title: t('name'), render: (_, { id, name }) => <RowLink to={linkTo(id)}>{name || id}</RowLink> },
        { title: t('calendars.timeZone'), dataIndex: 'timeZone' },
        { title: t('calendars.holidays'), align: 'right', render: (_, { holidays }) => format.number(holidays.length) },
        { title: t('calendars.usedBy'), render: (_, { usedBy }) => usedBy.join(', ') },
      ]}
    />
  );
};
