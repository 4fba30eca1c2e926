import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { Bar } from '@/marks/bar';

import type { Column } from './column';
import { Sparkline } from './sparkline';

type Host = Schema<'HostRow'>;

export const useHostColumns = (onOpen: (id: string) => void): Column<Host>[] => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: 'name',
        sort: 'name',
        title: t('name'),
        width: 200,
        grows: true,
        render: (host) => (
          <span className="fleet-name">
            <button type="button" title={host.name} onClick={() => onOpen(host.id)}>
              {host.name}
            </button>
          </span>
        ),
      },
      { key: 'connection', sort: 'connection', title: t('connection'), width: 120, render: (host) => host.connection },
      { key: 'cluster', sort: 'cluster', title: t('cluster'), width: 130, render: (host) => host.cluster },
      {
        key: 'state',
        sort: 'state',
        title: t('state'),
        width: 110,
        render: (host) => <span className={`host-${host.state}`}>{t(`hostState.${host.state}`)}</span>,
      },
      { key: 'vms', sort: 'vms', title: t('vms'), width: 64, isRight: true, render: (host) => format.number(host.vms) },
      { key: 'cpus', sort: 'cpus', title: t('cores'), width: 72, isRight: true, render: (host) => format.number(host.cpus) },
      {
        key: 'memoryBytes',
        sort: 'memoryBytes',
        title: t('memorySize'),
        width: 80,
        isRight: true,
        render: (host) => format.bytes(host.memoryBytes),
      },
      { key: 'cpuDay', title: t('cpuDay'), width: 82, render: (host) => <Sparkline id={host.id} isStale={host.stale} /> },
      { key: 'cpu', sort: 'cpu', title: t('cpuUsed'), width: 170, render: (host) => <Share share={host.cpuUsage} /> },
      { key: 'memory', sort: 'memory', title: t('memoryUsed'), width: 170, render: (host) => <Share share={host.memoryUsage} /> },
      { key: 'age', title: t('age'), width: 110, isRight: true, render: (host) => (host.stale ? format.age(host.lastSeenAt) : null) },
    ],
    [t, format, onOpen],
  );
};

export const Share = ({ share, warnAt }: { share: number | null; warnAt?: number }) => {
  const format = useFormat();
  if (share === null) return '–';
  return (
    <span className="fleet-share">
      <Bar share={share} {...(warnAt === undefined ? {} : { warnAt })} />
      <span>{format.percent(share)}</span>
    </span>
  );
};
