import { useQueries } from '@tanstack/react-query';
import { apiQuery } from '@/api/queries';
import type { Plan } from './plan';

/** More than these are told by their names alone. */
const most = 100;

/** What the fleet says now of the targets of which the run says nothing. */
export const useSeen = (plan: Plan | undefined) =>
  useQueries({
    queries: (plan?.targets ?? [])
      .filter(({ known }) => !known)
      .slice(0, most)
      .map(({ id }) => ({ ...apiQuery('/api/v1/fleet/vms/{id}', { params: { id } }), staleTime: 30_000, retry: false })),
    combine: rowsOf,
  });

const rowsOf = <T>(answers: { data?: T | undefined }[]): T[] => answers.flatMap(({ data }) => (data === undefined ? [] : [data]));
