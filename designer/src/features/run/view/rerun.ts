import type { Definition } from '@/canvas/definition';
import type { RunView } from './run-view';

/** Where a rerun begins unless told: with what did not complete. */
export const notDone = (definition: Definition, view: RunView): string[] =>
  Object.keys(definition.steps ?? {}).filter((step) => {
    const status = view.steps.get(step)?.status;
    return status !== undefined && status !== 'completed' && status !== 'skipped';
  });
