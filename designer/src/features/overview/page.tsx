import { useTranslation } from 'react-i18next';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';
import { CallProblem } from '@/problem/call-problem';
import { AutomationState } from './automation-state';
import { Figures } from './figures';
import { Connections, hostShares, Shares, storageShares } from './fleet-health';
import { Going } from './going';
import { InFlight } from './in-flight';
import { LastDay } from './last-day';
import { NeedsYou } from './needs-you';
import { useOverview } from './use-overview';
import './overview.css';

export const Component = () => {
  const { t } = useTranslation('overview');
  const all = useOverview();
  const { automation, active, day, fleet, hosts, storages, leases, approvals } = all;
  usePlace({ title: t('title') });
  const broken = [
    [fleet, t('fleetFailed')],
    [active, t('runsFailed')],
    [approvals, t('approvalsFailed')],
  ] as const;
  return (
    <Page>
      {broken.map(
        ([query, what]) => query.error && !query.data && <CallProblem key={what} error={query.error} what={what} retry={query.refetch} />,
      )}
      <Figures {...all} />
      <div className="overview">
        <div className="overview-column">
          {automation.data?.stopped ? <InFlight operations={automation.data.inFlight} /> : <NeedsYou {...all} />}
          <Going {...all} />
          <div className="overview-pair">
            <Shares title={t('hosts.title')} note={t('hosts.note')} rows={hostShares(hosts.data?.items ?? [])} empty={t('hosts.none')} />
            <Shares
              title={t('storages.title')}
              note={t('storages.note')}
              rows={storageShares(storages.data?.items ?? [])}
              empty={t('storages.none')}
            />
          </div>
        </div>
        <div className="overview-column">
          {automation.data && (
            <AutomationState
              automation={automation.data}
              changing={active.data?.items.filter(({ status }) => automation.data.stopped || status === 'running').length ?? 0}
              held={leases.data?.items.length ?? 0}
            />
          )}
          {automation.data?.stopped && <NeedsYou {...all} />}
          {fleet.data && <Connections connections={fleet.data.connections} />}
          <LastDay runs={day.data?.items ?? []} isCut={Boolean(day.data?.next)} />
        </div>
      </div>
    </Page>
  );
};
