import { create } from 'zustand';
import type { Drawing } from '@/canvas/drawing';
import type { Adding } from './commands';

/** A list to choose from, at a point of the window. */
export type Picking = ({ kind: 'add'; at: { x: number; y: number } } & Adding) | { kind: 'find' } | { kind: 'connect'; from: string };

/** What would take in what is dragged now: a body, and of it a line, by its id in the drawing. */
export type DropOn = { container: string; line?: string };

export type View = 'drawing' | 'both' | 'yaml';

type Ui = {
  picking: Picking | null;
  view: View;
  dialog: 'publish' | 'versions' | 'start' | 'plan' | 'keys' | 'name' | null;
  /** The lines that are selected, by their id in the drawing. */
  lines: readonly string[];
  /** What is on the canvas now. */
  drawing: Drawing;
  dropOn: DropOn | null;
  /** The containers that are folded in their place, by path. */
  folded: ReadonlySet<string>;
  /** The step to bring into sight and, unless something else takes it, give the focus; a new object each time. */
  shown: { path: string; isQuiet?: boolean } | null;
};

/** What is open on the editor's page; nothing of it is part of the document. */
export const useUi = create<Ui>()(() => ({
  picking: null,
  view: 'drawing',
  dialog: null,
  lines: [],
  drawing: { steps: [], edges: [], notes: [], origin: [0, 0] },
  dropOn: null,
  folded: new Set(),
  shown: null,
}));

export const pick = (picking: Picking | null): void => useUi.setState({ picking });
