import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { bodyAt } from '@/canvas/paths';
import { useEditor } from '../store';
import { tidied } from './tidy';

// Given as an address: a worker made from a URL object is built, and then does nothing.
const elk = new ELK({ workerUrl });

/** Lays out what is on the canvas; undone as one edit. */
export const tidy = async (): Promise<void> => {
  const { definition, scope, activities, apply } = useEditor.getState();
  const body = bodyAt(definition, scope);
  if (body) apply(await tidied(scope, body, activities, (graph) => elk.layout(graph)));
};
