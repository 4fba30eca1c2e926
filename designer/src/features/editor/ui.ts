import { create } from 'zustand';
import type { Position } from '@/canvas/definition';
import type { Drawing } from '@/canvas/drawing';

/** A list to choose from, at a point of the window. */
export type Picking =
  | { kind: 'add'; at: { x: number; y: number }; place?: { container: string; at: Position }; after?: { path: string; outcome: string } }
  | { kind: 'find' }
  | { kind: 'connect'; from: string };

export type View = 'drawing' | 'both' | 'yaml';

type Ui = {
  picking: Picking | null;
  view: View;
  dialog: 'publish' | 'versions' | 'start' | 'keys' | 'name' | null;
  /** The lines that are selected, by their id in the drawing. */
  lines: readonly string[];
  /** What is on the canvas now. */
  drawing: Drawing;
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
  shown: null,
}));

export const pick = (picking: Picking | null): void => useUi.setState({ picking });
