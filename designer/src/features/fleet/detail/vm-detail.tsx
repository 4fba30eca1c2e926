import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { apiQuery } from '@/api/queries';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { SidePane } from '@/layout/side-pane';
import { usePlatformName } from '@/marks/platform-name';
import { CallProblem } from '@/problem/call-problem';
import { PowerMark } from '../table/power-mark';
import { Tags } from '../table/tags';
import { Backups } from './backups';
import { Held } from './held';
import { Metrics } from './metrics';
import { PaneHead } from './pane-head';
import { TouchedBy } from './touched-by';

type Vm = Schema<'VmRow'>;

/** Everything of one VM, and what can be done with it. */
export const VmDetail = (props: {
  id: string;
  lease: Schema<'LeaseView'> | undefined;
  connection: Schema<'ConnectionCount'> | undefined;
  actions: (vm: Vm) => ReactNode;
  onClose: () => void;
}) => {
  const { id, lease, connection, actions, onClose } = props;
  const { t } = useTranslation('fleet');
  const vm = useQuery({ ...apiQuery('/api/v1/fleet/vms/{id}', { params: { id } }), refetchInterval: 5_000 });
  const words = { close: t('detail.close'), resize: t('detail.resize') };
  return (
    <SidePane
      name="fleet"
      label={vm.data?.name ?? t('detail.title')}
      head={vm.data && <Head vm={vm.data} />}
      words={words}
      onClose={onClose}
    >
      {vm.error && !vm.data && <CallProblem error={vm.error} what={t('detail.failed')} retry={vm.refetch} />}
      {vm.data && (
        <div className="vm-detail">
          <div className="vm-actions">{actions(vm.data)}</div>
          {lease && <Held lease={lease} />}
          <Metrics kind="vms" id={id} key={id} />
          <Facts vm={vm.data} mode={connection?.mode} />
          <Backups vm={id} />
          <TouchedBy target={id} />
        </div>
      )}
    </SidePane>
  );
};

const Head = ({ vm }: { vm: Vm }) => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  return (
    <PaneHead
      mark={<PowerMark power={vm.stale ? 'stale' : vm.powerState} />}
      name={vm.name}
      note={t('detail.seen', { power: t(`power.${vm.powerState}`), age: format.age(vm.lastSeenAt) })}
    />
  );
};

const Facts = ({ vm, mode }: { vm: Vm; mode: Schema<'ConnectionMode'> | undefined }) => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const platformName = usePlatformName();
  const facts: [string, ReactNode][] = [
    [t('connection'), [vm.connection, platformName(vm.platform), mode && t(`mode.${mode}`)].filter(Boolean).join(' · ')],
    [t('detail.place'), [vm.host, vm.cluster].filter(Boolean).join(' · ') || '–'],
    [t('detail.size'), t('detail.sizeOf', { cpus: format.number(vm.cpus), memory: format.bytes(vm.memoryBytes) })],
    [t('addresses'), vm.ipAddresses.join(', ') || '–'],
    [t('os'), vm.os ?? '–'],
    [t('owner'), vm.tags.owner ?? t('noOwner')],
    [t('tags'), <Tags key="tags" tags={vm.tags} />],
    [t('createdAt'), vm.createdAt ? <Time key="at" at={vm.createdAt} /> : '–'],
    [t('detail.identity'), <code key="id">{vm.nativeId}</code>],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};
