import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Schema } from '@/api/operations';
import { apiQuery } from '@/api/queries';

/** Who holds what, by the id of what is held. */
export const useLeases = (): ReadonlyMap<string, Schema<'LeaseView'>> => {
  const { data } = useQuery({ ...apiQuery('/api/v1/leases', {}), refetchInterval: 3_000 });
  return useMemo(() => new Map(data?.items.map((lease) => [lease.target, lease])), [data]);
};
