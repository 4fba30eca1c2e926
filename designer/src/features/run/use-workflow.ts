import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiQuery } from '@/api/queries';
import type { Activities, Definition } from '@/canvas/definition';
import { translated } from '@/shipped/said';
import { useSaid } from '@/shipped/use-said';

export type WorkflowFacts = { definition: Definition | undefined; activities: Activities; missing: boolean };

/** The version of the workflow that a run keeps, and what the activities of its steps are. */
export const useWorkflow = (id: string, version: number): WorkflowFacts => {
  const workflow = useQuery({
    ...apiQuery('/api/v1/workflows/{id}', { params: { id }, query: { version } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const activities = useQuery({ ...apiQuery('/api/v1/activities', {}), staleTime: Number.POSITIVE_INFINITY });
  const byName = useMemo(
    () => Object.fromEntries((activities.data?.items ?? []).map((activity) => [activity.name, activity])),
    [activities.data],
  );
  const said = useSaid();
  const definition = useMemo(() => translated(workflow.data?.definition as Definition | undefined, said), [workflow.data, said]);
  return { definition, activities: byName, missing: workflow.isError };
};
