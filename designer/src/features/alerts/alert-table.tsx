import { Table, type TableColumnsType } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '@/format/time';
import { RowLink } from '@/layout/row-link';
import { useListKeys } from '@/layout/use-list-keys';
import { type Alert, ledOf } from './led';
import { Going, LedMark, Severity, Target } from './marks';
import { RowAction } from './row-action';
import { useWhy } from './why';

type Props = {
  alerts: readonly Alert[];
  isPending: boolean;
  open: string | undefined;
  linkTo: (id: string) => string;
  onOpen: (id: string) => void;
};

/** One line for each alert: what it is, what it led to, and why. */
export const AlertTable = ({ alerts, isPending, open, linkTo, onOpen }: Props) => {
  const { t } = useTranslation('alerts');
  const why = useWhy();
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list, '.ant-table-row');
  const columns: TableColumnsType<Alert> = [
    { title: t('time'), width: 96, render: (_, { receivedAt }) => <Time at={receivedAt} /> },
    { title: t('severity'), width: 80, ellipsis: true, render: (_, alert) => <Severity alert={alert} /> },
    {
      title: t('alert'),
      width: '18%',
      ellipsis: true,
      render: (_, { id, name, source }) => (
        <span title={`${name} · ${source}`}>
          <RowLink to={linkTo(`${id}`)}>{name}</RowLink> <span className="row-note">{source}</span>
        </span>
      ),
    },
    { title: t('target'), width: '14%', ellipsis: true, render: (_, alert) => <Target alert={alert} /> },
    // The pane tells it too, and needs the room.
    ...(open ? [] : [{ title: t('going'), width: 140, ellipsis: true, render: (_: unknown, alert: Alert) => <Going alert={alert} /> }]),
    { title: t('ledTo'), width: 128, render: (_, alert) => <LedMark led={ledOf(alert)} /> },
    {
      title: t('whyOrNot'),
      ellipsis: true,
      render: (_, alert) => {
        const text = why(ledOf(alert));
        return <span title={text}>{text}</span>;
      },
    },
    {
      title: <span className="alerts-hidden">{t('actions')}</span>,
      width: 100,
      align: 'right',
      className: 'alerts-action',
      render: (_, alert) => <RowAction alert={alert} linkTo={linkTo} />,
    },
  ];
  return (
    <div ref={list}>
      <Table<Alert>
        size="small"
        tableLayout="fixed"
        rowKey="id"
        columns={columns}
        dataSource={alerts}
        loading={isPending}
        pagination={false}
        sticky={{ offsetHeader: 44 }}
        scroll={{ x: 920 }}
        rowClassName={({ id }) => (`${id}` === open ? 'row-open' : '')}
        onRow={({ id }) => ({ onClick: () => onOpen(`${id}`) })}
      />
    </div>
  );
};
