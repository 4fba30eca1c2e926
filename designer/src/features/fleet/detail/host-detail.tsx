import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { apiQuery } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { Facts } from '@/layout/beside';
import { SidePane } from '@/layout/side-pane';
import { usePlatformName } from '@/marks/platform-name';
import { CallProblem } from '@/problem/call-problem';
import { Share } from '../table/host-columns';
import { Held } from './held';
import { Metrics } from './metrics';
import { PaneHead } from './pane-head';
import { TouchedBy } from './touched-by';

/** Everything of one host: how it is used, what is on it, who holds it, and the runs that touched it. */
export const HostDetail = (props: {
  id: string;
  lease: Schema<'LeaseView'> | undefined;
  onVms: (host: string) => void;
  onClose: () => void;
}) => {
  const { id, lease, onVms, onClose } = props;
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const platformName = usePlatformName();
  const { data: host, error, refetch } = useQuery({ ...apiQuery('/api/v1/fleet/hosts/{id}', { params: { id } }), refetchInterval: 5_000 });
  const state = host && (host.stale ? t('power.stale') : t(`hostState.${host.state}`));
  return (
    <SidePane
      name="fleet"
      label={host?.name ?? t('detail.host')}
      head={host && <PaneHead name={host.name} note={t('detail.seen', { power: state, age: format.age(host.lastSeenAt) })} />}
      words={{ close: t('detail.close'), resize: t('detail.resize') }}
      onClose={onClose}
    >
      {error && !host && <CallProblem error={error} what={t('detail.hostFailed')} retry={refetch} />}
      {host && (
        <div className="vm-detail">
          {lease && <Held lease={lease} />}
          <Metrics kind="hosts" id={id} key={id} />
          <Facts
            facts={[
              [t('connection'), `${host.connection} · ${platformName(host.platform)}`],
              [t('cluster'), host.cluster ?? t('detail.noCluster')],
              [t('detail.size'), t('detail.hostSize', { cores: format.number(host.cpus), memory: format.bytes(host.memoryBytes) })],
              [t('cpuUsed'), <Share key="cpu" share={host.cpuUsage} />],
              [t('memoryUsed'), <Share key="memory" share={host.memoryUsage} />],
              [
                t('vms'),
                <span key="vms">
                  {format.number(host.vms)}{' '}
                  <button type="button" className="link" onClick={() => onVms(host.name)}>
                    {t('detail.showVms')}
                  </button>
                </span>,
              ],
              [t('detail.identity'), <code key="id">{host.nativeId}</code>],
            ]}
          />
          <TouchedBy target={id} />
        </div>
      )}
    </SidePane>
  );
};
