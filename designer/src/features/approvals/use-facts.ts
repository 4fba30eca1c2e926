import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiQuery } from '@/api/queries';
import type { Definition } from '@/canvas/definition';
import { translated } from '@/shipped/said';
import { useSaid } from '@/shipped/use-said';

/** The run that asks, the version of the workflow that it keeps, and what its steps do. */
export const useFacts = (run: string | undefined) => {
  const detail = useQuery({
    ...apiQuery('/api/v1/runs/{id}', { params: { id: run ?? '' } }),
    enabled: run !== undefined,
    refetchInterval: 10_000,
  });
  const { workflow = '', version = 0 } = detail.data ?? {};
  const definition = useQuery({
    ...apiQuery('/api/v1/workflows/{id}', { params: { id: workflow }, query: { version } }),
    enabled: workflow !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  const activities = useQuery({ ...apiQuery('/api/v1/activities', {}), staleTime: Number.POSITIVE_INFINITY });
  const byName = useMemo(
    () => Object.fromEntries((activities.data?.items ?? []).map((activity) => [activity.name, activity])),
    [activities.data],
  );
  const said = useSaid();
  const shown = useMemo(() => translated(definition.data?.definition as Definition | undefined, said), [definition.data, said]);
  return {
    run: detail.data,
    error: detail.error,
    definition: shown,
    activities: byName,
    isReady: detail.data !== undefined && activities.data !== undefined && !definition.isLoading,
  };
};
