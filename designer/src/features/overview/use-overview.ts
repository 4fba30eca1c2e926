import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { apiQuery } from '@/api/queries';
import { activeStatuses, dayOf, inOrder } from './day';

/** More runs than these are seen in their list. */
const most = 8;

/** Everything that the page shows, each with its own error. */
export const useOverview = () => {
  const [since] = useState(() => dayOf(Date.now()));
  const automation = useQuery({ ...apiQuery('/api/v1/automation', {}), refetchInterval: 5_000 });
  const approvals = useQuery({ ...apiQuery('/api/v1/approvals', {}), refetchInterval: 10_000 });
  const active = useQuery({ ...apiQuery('/api/v1/runs', { query: { status: activeStatuses, limit: 100 } }), refetchInterval: 3_000 });
  const triggers = useQuery({ ...apiQuery('/api/v1/triggers', { query: { limit: 200 } }), refetchInterval: 15_000 });
  const day = useQuery({ ...apiQuery('/api/v1/runs', { query: { since, limit: 500 } }), refetchInterval: 15_000 });
  const fleet = useQuery({ ...apiQuery('/api/v1/fleet/summary', {}), refetchInterval: 10_000 });
  const hot = useQuery({ ...apiQuery('/api/v1/fleet/hosts', { query: { where: hotHosts, limit: 1 } }), refetchInterval: 15_000 });
  const hosts = useQuery({ ...apiQuery('/api/v1/fleet/hosts', { query: { sort: '-cpu', limit: 4 } }), refetchInterval: 15_000 });
  const storages = useQuery({ ...apiQuery('/api/v1/fleet/storages', { query: { sort: '-used', limit: 4 } }), refetchInterval: 60_000 });
  const leases = useQuery({ ...apiQuery('/api/v1/leases', {}), refetchInterval: 5_000 });
  const shown = useMemo(() => inOrder(active.data?.items ?? []).slice(0, most), [active.data]);
  const details = useQueries({
    queries: shown.map(({ id }) => ({ ...apiQuery('/api/v1/runs/{id}', { params: { id } }), refetchInterval: 3_000 })),
  });
  return {
    automation,
    approvals,
    active,
    triggers,
    day,
    fleet,
    hot,
    hosts,
    storages,
    leases,
    shown,
    details: details.map(({ data }) => data),
  };
};

export const hotHosts = 'cpu.now > 0.8 || memory.now > 0.8';
