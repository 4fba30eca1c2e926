import { useMutation } from '@tanstack/react-query';
import { api } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import type { JsonObject } from '@/json/pointer';
import type { Plan } from './plan';

type Asked = { inputs: JsonObject; version?: 'draft' };

/** Plans a workflow: reads the fleet, and changes nothing. */
export const usePlan = (workflow: string) =>
  useMutation({
    mutationFn: ({ inputs, version }: Asked) =>
      api.post('/api/v1/workflows/{id}/plans', {
        params: { id: workflow },
        body: { inputs: inputs as never, version: (version ?? null) as never },
      }),
  });

/** The plan of now, where a start was refused because it is another than was seen. */
export const driftedPlan = (error: unknown): Plan | undefined =>
  error instanceof ApiProblem && error.code === 'plan.drifted' ? (error.more.plan as Plan) : undefined;
