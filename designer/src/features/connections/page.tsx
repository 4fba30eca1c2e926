import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { apiPages, apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Beside } from '@/layout/beside';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { RowLink } from '@/layout/row-link';
import { usePlatformName } from '@/marks/platform-name';
import { usePlace } from '@/place/place';
import { useOpen } from '@/place/use-open';
import { ConnectionPane } from './connection-pane';
import { Mode, Reach } from './marks';
import { NewConnection } from './new-connection';
import './connections.css';

export const Component = () => {
  const { t } = useTranslation('connections');
  const format = useFormat();
  const platformName = usePlatformName();
  const { open, setOpen, close, linkTo } = useOpen();
  const mayChange = useMay('administer');
  const query = useInfiniteQuery({ ...apiPages('/api/v1/connections', {}), refetchInterval: 10_000 });
  const fleet = useQuery({ ...apiQuery('/api/v1/fleet/summary', {}), refetchInterval: 10_000 }).data;
  usePlace({ title: t('title') });
  const seen = (id: string) => fleet?.connections.find((one) => one.id === id);
  const connections = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = connections.find((one) => one.id === open);
  const add = mayChange && (
    <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen('new')}>
      {t('add')}
    </Button>
  );
  const pane =
    open === 'new' && mayChange ? (
      <NewConnection onMade={setOpen} onClose={close} />
    ) : shown ? (
      <ConnectionPane key={shown.id} connection={shown} seen={seen(shown.id)} onClose={close} />
    ) : null;
  const onlySimulated = connections.length > 0 && connections.every((one) => one.origin === 'built-in');
  return (
    <Beside pane={pane}>
      <Page>
        {onlySimulated && (
          <p className="connections-simulated">
            <strong>{t('simulated.title')}</strong> {t('simulated.text')}
          </p>
        )}
        <ListCard
          query={query}
          failed={t('failed')}
          empty={t('empty')}
          emptyAction={add}
          title={t('title')}
          note={query.data && format.number(connections.length)}
          extra={add}
          rowKey="id"
          rowClassName={(connection) => (connection.id === open ? 'row-open' : connection.status === 'down' ? 'stale-row' : '')}
          onRow={(connection) => ({ onClick: () => setOpen(connection.id) })}
          columns={[
            {
              title: t('name'),
              render: (_, connection) => <RowLink to={linkTo(connection.id)}>{connection.name}</RowLink>,
            },
            { title: t('platform'), render: (_, { platform }) => platformName(platform) },
            { title: t('mode.title'), render: (_, { mode }) => <Mode mode={mode} /> },
            { title: t('status.title'), render: (_, { status }) => <Reach status={status} /> },
            { title: t('since'), render: (_, { statusDetail }) => <Time at={statusDetail.since} /> },
            { title: t('hosts'), align: 'right', render: (_, { id }) => format.number(seen(id)?.hosts ?? 0) },
            { title: t('vms'), align: 'right', render: (_, { id }) => format.number(seen(id)?.vms ?? 0) },
            {
              title: t('staleVms'),
              align: 'right',
              render: (_, { id }) => (seen(id)?.staleVms ? format.number(seen(id)?.staleVms ?? 0) : ''),
            },
            { title: t('origin.title'), render: (_, { origin }) => t(`origin.${origin}`) },
          ]}
        />
      </Page>
    </Beside>
  );
};
