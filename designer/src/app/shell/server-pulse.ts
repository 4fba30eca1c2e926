import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Schema } from '@/api/operations';
import { apiQuery } from '@/api/queries';
import { reportLive, reportStale } from '@/live/liveness';

/** Whether automation is on. It is asked so often that it also tells whether the server is there. */
export const useServerPulse = (): Schema<'AutomationView'> | undefined => {
  const { data, dataUpdatedAt, failureCount } = useQuery({ ...apiQuery('/api/v1/automation', {}), refetchInterval: 5_000 });
  useEffect(() => {
    if (failureCount > 0) reportStale('server', dataUpdatedAt > 0 ? new Date(dataUpdatedAt) : new Date());
    else if (dataUpdatedAt > 0) reportLive('server');
  }, [failureCount, dataUpdatedAt]);
  return data;
};
