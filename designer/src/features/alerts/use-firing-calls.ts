import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { apiKey } from '@/api/queries';
import type { Outcome } from './led';

/** Starts what a rule recommended, tries again what failed, or lets it be. */
export const useFiringCalls = (outcome: Outcome | undefined) => {
  const queries = useQueryClient();
  const params = { id: outcome?.trigger ?? '', firing: outcome?.firing?.id ?? '' };
  const onSettled = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: apiKey('/api/v1/alerts') });
    await queries.invalidateQueries({ queryKey: apiKey('/api/v1/alerts/counts') });
    await queries.invalidateQueries({ queryKey: apiKey('/api/v1/alerts/{id}') });
  };
  return {
    changed: onSettled,
    start: useMutation({ mutationFn: () => api.post('/api/v1/triggers/{id}/firings/{firing}/start', { params }), onSettled }),
    dismiss: useMutation({
      mutationFn: (reason: string) =>
        api.post('/api/v1/triggers/{id}/firings/{firing}/dismiss', { params, body: { reason: reason === '' ? null : reason } }),
      onSettled,
    }),
  };
};
