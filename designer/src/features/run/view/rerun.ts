import type { Definition } from '@/canvas/definition';
import { readTransition } from '@/canvas/transitions';
import type { RunView } from './run-view';

/** The steps that a rerun does again: where it begins and all that lies behind. The same rule as the server's. */
export const againFrom = (definition: Definition, from: readonly string[]): string[] => {
  const reached = new Set(from);
  const ways = (definition.transitions ?? []).map(readTransition).filter((way) => way !== undefined && way !== null);
  for (const step of reached) for (const way of ways) if (way.from === step) reached.add(way.to);
  return Object.keys(definition.steps ?? {}).filter((step) => reached.has(step));
};

/** Where a rerun begins unless told: with what did not complete. */
export const notDone = (definition: Definition, view: RunView): string[] =>
  Object.keys(definition.steps ?? {}).filter((step) => {
    const status = view.steps.get(step)?.status;
    return status !== undefined && status !== 'completed' && status !== 'skipped';
  });
