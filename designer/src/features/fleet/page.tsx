import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiPages } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';

export const Component = () => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const query = useInfiniteQuery(apiPages('/api/v1/fleet/vms', { query: { limit: 100 } }));
  const first = query.data?.pages[0];
  usePlace({ title: t('title') });
  return (
    <Page>
      <ListCard
        query={query}
        failed={t('failed')}
        empty={t('empty')}
        title={first && t('found', { total: format.number(first.total) })}
        rowKey="id"
        rowClassName={(vm) => (vm.stale ? 'stale-row' : '')}
        columns={[
          { title: t('name'), dataIndex: 'name' },
          { title: t('power.title'), dataIndex: 'powerState', render: (_, vm) => t(`power.${vm.powerState}`) },
          { title: t('connection'), dataIndex: 'connection' },
          { title: t('host'), dataIndex: 'host' },
          { title: t('cpus'), dataIndex: 'cpus', align: 'right' },
          { title: t('memory'), align: 'right', render: (_, vm) => format.bytes(vm.memoryBytes) },
          { title: t('cpuNow'), align: 'right', render: (_, vm) => (vm.cpuUsage === null ? '–' : format.percent(vm.cpuUsage)) },
          { title: t('age'), align: 'right', render: (_, vm) => (vm.stale ? format.age(vm.lastSeenAt) : null) },
        ]}
      />
    </Page>
  );
};
