import { createContext, use } from 'react';

/** What can be done from within a node; what is not given is not offered. */
export type CanvasActions = {
  stepInto?: (path: string) => void;
  /** Folds a container in its place, or unfolds it. */
  fold?: (path: string) => void;
  writeNote?: (path: string, text: string) => void;
};

export const CanvasActionsContext = createContext<CanvasActions>({});
export const useCanvasActions = (): CanvasActions => use(CanvasActionsContext);
