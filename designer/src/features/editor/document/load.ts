import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '@/api/client';
import { apiQuery } from '@/api/queries';
import type { Definition } from '@/canvas/definition';
import { useEditor } from '../store';
import { forgetUnsaved, readUnsaved } from './unsaved';

export const newId = 'new';

/** All activities of the server. A new one is there at the next visit, without a change here. */
export const useActivities = () => {
  const query = useQuery({ ...apiQuery('/api/v1/activities', {}), staleTime: 300_000 });
  const items = query.data?.items;
  useEffect(() => {
    if (items) useEditor.setState({ activities: Object.fromEntries(items.map((activity) => [activity.name, activity])) });
  }, [items]);
  return query;
};

/** Reads the draft once and opens it; with work in this browser that was not saved, that. Later changes of others show at the next save. */
export const useOpened = (id: string) =>
  useQuery({
    queryKey: ['editor', id],
    queryFn: async ({ signal }) => {
      const unsaved = readUnsaved(id);
      if (id === newId) {
        openNew(unsaved?.definition);
        return { recovered: unsaved?.at, savedAt: undefined };
      }
      const { data, etag } = await api.answer('get', '/api/v1/workflows/{id}', { params: { id }, signal });
      const saved = (data.draft ?? data.definition) as Definition;
      const isWorth = unsaved !== undefined && JSON.stringify(unsaved.definition) !== JSON.stringify(saved);
      if (unsaved && !isWorth) forgetUnsaved(id);
      // Work that was begun on an older draft meets the newer one when it is saved, and shows both.
      const drawn = isWorth ? unsaved : { definition: saved, etag: etag ?? data.eTag };
      const open = useEditor.getState();
      // After its first save a workflow has another address, but is the same work: its selection and what can be undone stay.
      if (isWorth || open.id !== id || open.etag !== drawn.etag)
        open.open({ id, ...drawn, saved, publishedVersion: data.publishedVersion ?? null });
      return { recovered: isWorth ? unsaved.at : undefined, savedAt: data.updatedAt };
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

const openNew = (definition: Definition | undefined): void =>
  useEditor.getState().open({
    id: newId,
    definition: definition ?? { apiVersion: 'runbooks/v1', id: '', name: '', steps: {}, transitions: [] },
    etag: null,
    saved: null,
    publishedVersion: null,
  });
