import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { apiKey } from '@/api/queries';
import type { Definition } from '@/canvas/definition';
import { draftBody } from '../panels/yaml/draft-text';
import { useEditor } from '../store';
import { newId } from './load';
import { forgetUnsaved } from './unsaved';

/** Saves the draft over the one that was read. Where somebody else has saved since, both sides are kept in the store's `conflict`. */
export const useSave = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      const { id: opened, definition, etag } = useEditor.getState();
      const id = opened === newId ? definition.id : opened;
      const headers: Record<string, string> = etag === null ? { 'If-None-Match': '*' } : { 'If-Match': etag };
      const body = draftBody(definition);
      const { data } = await api
        .answer('put', '/api/v1/workflows/{id}', { params: { id }, body: body as never, headers })
        .catch((error: unknown) => {
          keepConflict(error, definition);
          throw error;
        });
      // What was typed meanwhile stays unsaved: only this definition is on the server now.
      useEditor.setState({ id, etag: data.eTag, saved: definition, publishedVersion: data.publishedVersion ?? null, conflict: null });
      forgetUnsaved(opened);
      if (opened !== id) navigate(`/workflows/${encodeURIComponent(id)}`, { replace: true });
      return data;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKey('/api/v1/workflows') }),
  });
};

type Current = { eTag: string; definition: Definition };
const isCurrent = (value: unknown): value is Current =>
  typeof value === 'object' && value !== null && 'eTag' in value && 'definition' in value && typeof value.definition === 'object';

const keepConflict = (error: unknown, mine: Definition): void => {
  if (!(error instanceof ApiProblem) || error.status !== 409 || !isCurrent(error.more.current)) return;
  const { eTag, definition: theirs } = error.more.current;
  useEditor.setState({ conflict: { mine, theirs, etag: eTag } });
};
