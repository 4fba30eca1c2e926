import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import { api } from '@/api/client';
import type { Definition } from '@/canvas/definition';
import { useEditor } from '../../store';
import { readYaml, sameDefinition, writeYaml } from './yaml-text';

/** The draft as it was last written as YAML: what its comments and its form are taken from. */
const useBase = create<{ id: string; text: string }>()(() => ({ id: '', text: '' }));

export const keepText = (text: string): void => useBase.setState({ id: useEditor.getState().id, text });

/** The text of a definition, with the comments of the draft that is open. */
export const draftText = (definition: Definition): string => {
  const { id, text } = useBase.getState();
  return writeYaml(definition, id === useEditor.getState().id ? text : '');
};

/** What a save sends: YAML where there is a text to keep, so that its comments are saved too; else JSON. */
export const draftBody = (definition: Definition): Definition | string => {
  const { id, text } = useBase.getState();
  if (id !== useEditor.getState().id || text === '') return definition;
  const now = writeYaml(definition, text);
  // A text that said anything else than the drawing would be worse than one without its comments.
  return sameDefinition(readYaml(now).definition, definition) ? now : definition;
};

/** Reads the draft's text once, as soon as the draft is open; until then a save goes as JSON. */
export const useDraftText = (): void => {
  const id = useEditor((state) => state.id);
  const isThere = useEditor((state) => state.etag !== null);
  const { data } = useQuery({
    queryKey: ['draft as YAML', id],
    queryFn: ({ signal }) => readText(id, signal),
    enabled: id !== '' && isThere,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  useEffect(() => {
    if (data) keepText(data);
  }, [data]);
};

const readText = async (id: string, signal: AbortSignal): Promise<string> => {
  const text: unknown = await api.get('/api/v1/workflows/{id}', { params: { id }, headers: { Accept: 'application/yaml' }, signal });
  return typeof text === 'string' ? text : '';
};
