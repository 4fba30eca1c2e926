import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { apiQuery } from '@/api/queries';
import { usePlace } from '@/place/place';
import { type FleetAddress, readAddress, writeAddress } from './address';
import { HostList } from './host-list';
import { makeSparklines, SparklinesContext } from './table/sparkline';
import { VmList } from './vm-list';
import './fleet.css';

export const Component = () => {
  const { t } = useTranslation('fleet');
  const [query, setQuery] = useSearchParams();
  const address = readAddress(query);
  const change = useCallback(
    (part: Partial<FleetAddress>) => setQuery((now) => writeAddress({ ...readAddress(now), ...part }), { replace: !('open' in part) }),
    [setQuery],
  );
  const [sparklines] = useState(makeSparklines);
  const summary = useQuery({ ...apiQuery('/api/v1/fleet/summary', {}), refetchInterval: 10_000 }).data;
  usePlace({ title: t('title') });
  return (
    <SparklinesContext value={sparklines}>
      {address.tab === 'vms' ? (
        <VmList address={address} onChange={change} summary={summary} />
      ) : (
        <HostList key={address.tab} tab={address.tab} address={address} onChange={change} summary={summary} />
      )}
    </SparklinesContext>
  );
};
