import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import type { Column } from './column';
import { PowerMark } from './power-mark';
import { Sparkline } from './sparkline';
import { Tags } from './tags';

type Vm = Schema<'VmRow'>;
type Lease = Schema<'LeaseView'>;

export const useVmColumns = (leases: ReadonlyMap<string, Lease>, onOpen: (id: string) => void): Column<Vm>[] => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  return useMemo(() => {
    const share = (value: number | null): string => (value === null ? '–' : format.percent(value));
    const rate = (value: number | null): string => (value === null ? '–' : t('perSecond', { amount: format.bytes(value) }));
    return [
      { key: 'name', sort: 'name', title: t('name'), width: 150, grows: true, render: (vm) => <Name vm={vm} onOpen={onOpen} /> },
      { key: 'connection', sort: 'connection', title: t('connection'), width: 96, render: (vm) => vm.connection },
      { key: 'host', sort: 'host', title: t('host'), width: 88, render: (vm) => vm.host },
      { key: 'cluster', sort: 'cluster', title: t('cluster'), width: 110, isExtra: true, render: (vm) => vm.cluster },
      { key: 'cpus', sort: 'cpus', title: t('cpus'), width: 58, isRight: true, render: (vm) => format.number(vm.cpus) },
      {
        key: 'memoryBytes',
        sort: 'memoryBytes',
        title: t('memorySize'),
        width: 70,
        isRight: true,
        render: (vm) => format.bytes(vm.memoryBytes),
      },
      { key: 'cpuDay', title: t('cpuDay'), width: 82, render: (vm) => <Sparkline id={vm.id} isStale={vm.stale} /> },
      { key: 'cpu', sort: 'cpu', title: t('cpuNow'), width: 58, isRight: true, render: (vm) => share(vm.cpuUsage) },
      { key: 'memory', sort: 'memory', title: t('memoryNow'), width: 62, isRight: true, render: (vm) => share(vm.memoryUsage) },
      { key: 'disk', sort: 'disk', title: t('disk'), width: 90, isRight: true, isExtra: true, render: (vm) => rate(vm.diskBytesPerSecond) },
      {
        key: 'network',
        sort: 'network',
        title: t('network'),
        width: 90,
        isRight: true,
        isExtra: true,
        render: (vm) => rate(vm.networkBytesPerSecond),
      },
      { key: 'tags', title: t('tags'), width: 176, grows: true, render: (vm) => <Tags tags={vm.tags} /> },
      { key: 'ip', title: t('addresses'), width: 120, isExtra: true, render: (vm) => vm.ipAddresses.join(', ') },
      { key: 'os', sort: 'os', title: t('os'), width: 140, isExtra: true, render: (vm) => vm.os },
      {
        key: 'createdAt',
        sort: 'createdAt',
        title: t('createdAt'),
        width: 140,
        isExtra: true,
        render: (vm) => vm.createdAt && <Time at={vm.createdAt} />,
      },
      {
        key: 'lastSeenAt',
        sort: 'lastSeenAt',
        title: t('lastSeen'),
        width: 110,
        isExtra: true,
        render: (vm) => <Time at={vm.lastSeenAt} />,
      },
      {
        key: 'held',
        title: t('heldOrAge'),
        width: 112,
        render: (vm) => <HeldOrAge vm={vm} lease={leases.get(vm.id)} age={format.age(vm.lastSeenAt)} />,
      },
    ];
  }, [t, format, leases, onOpen]);
};

const Name = ({ vm, onOpen }: { vm: Vm; onOpen: (id: string) => void }) => (
  <span className="fleet-name">
    <PowerMark power={vm.stale ? 'stale' : vm.powerState} />
    <button
      type="button"
      title={vm.name}
      onClick={(event) => {
        event.stopPropagation();
        onOpen(vm.id);
      }}
    >
      {vm.name}
    </button>
  </span>
);

const HeldOrAge = ({ vm, lease, age }: { vm: Vm; lease: Lease | undefined; age: string }) => {
  const { t } = useTranslation('fleet');
  if (lease)
    return (
      <Link to={`/runs/${lease.run}`} className="fleet-held" onClick={(event) => event.stopPropagation()}>
        <StateMark state="waiting" bare /> {t('heldBy', { run: lease.run.slice(-6) })}
      </Link>
    );
  return vm.stale ? age : null;
};
