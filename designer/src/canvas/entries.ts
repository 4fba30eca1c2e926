import type { Edge } from '@xyflow/react';
import { type CanvasNode, entryHandle, startHandle } from './flow';

/** A line that nobody draws: from a container's entry to each step in it that nothing leads to, for there its run begins. */
export type EntryEdge = Edge<Record<string, never>, 'entry'>;

export const entriesOf = (nodes: readonly CanvasNode[], edges: readonly { target: string }[]): EntryEdge[] => {
  const reached = new Set(edges.map(({ target }) => target));
  return nodes.flatMap((node) =>
    node.type === 'note' || node.parentId === undefined || reached.has(node.id) ? [] : [entryEdge(node.parentId, node.id)],
  );
};

const entryEdge = (container: string, step: string): EntryEdge => ({
  id: `entry>${step}`,
  type: 'entry',
  source: container,
  sourceHandle: startHandle,
  target: step,
  targetHandle: entryHandle,
  selectable: false,
  focusable: false,
  deletable: false,
  reconnectable: false,
  domAttributes: { 'aria-hidden': true },
});
