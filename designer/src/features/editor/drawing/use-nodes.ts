import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Drawing } from '@/canvas/drawing';
import { type CanvasEdge, type CanvasNode, edgesOf, nodesOf, reuse } from '@/canvas/flow';
import { useEditor } from '../store';
import { useUi } from '../ui';
import { useEdgeLabels, useNodeLabels } from './spoken';
import { atFolded, worstProblems } from './worst-problems';

/** The nodes as React Flow holds them: the drawing's, and while something is dragged, where it is. */
export const useNodes = (drawing: Drawing) => {
  const selection = useEditor((state) => state.selection);
  const problems = useEditor((state) => state.problems);
  const folded = useUi((state) => state.folded);
  const worst = useMemo(() => atFolded(worstProblems(problems), folded), [problems, folded]);
  const [nodes, setNodes] = useState<CanvasNode[]>([]);
  useEffect(() => {
    const fresh = nodesOf(drawing).map((node) => {
      const problem = worst.get(node.id);
      return problem && node.type !== 'note' ? { ...node, data: { ...node.data, problem } } : node;
    }) as CanvasNode[];
    setNodes((before) => reuse(new Map(before.map((node) => [node.id, node])), fresh));
  }, [drawing, worst]);
  const dropOn = useUi((state) => (state.dropOn?.line === undefined ? state.dropOn?.container : undefined));
  const labelOf = useNodeLabels();
  const dressed = useRef(new WeakMap<CanvasNode, CanvasNode>());
  const shown = useMemo(() => {
    const chosen = new Set(selection);
    // One stop for the Tab key: the step that is selected, else the first. From there the arrows walk.
    const stop = selection[0] ?? nodes[0]?.id;
    return nodes.map((node) => {
      const className = node.id === dropOn ? 'is-drop' : '';
      const worn = { selected: chosen.has(node.id), focusable: node.id === stop, ariaLabel: labelOf(node), className };
      const last = dressed.current.get(node);
      // The same object as long as nothing differs: React Flow draws each new one again.
      if (last && Object.entries(worn).every(([key, value]) => last[key as keyof typeof worn] === value)) return last;
      const now = { ...node, ...worn };
      dressed.current.set(node, now);
      return now;
    });
  }, [nodes, selection, labelOf, dropOn]);
  const onNodesChange = useCallback((changes: NodeChange<CanvasNode>[]) => {
    const select = changes.filter((change) => change.type === 'select');
    if (select.length > 0) {
      const chosen = new Set(useEditor.getState().selection);
      for (const { id, selected } of select) selected ? chosen.add(id) : chosen.delete(id);
      useEditor.getState().select([...chosen]);
    }
    const drawn = changes.filter((change) => change.type === 'position' || change.type === 'dimensions');
    if (drawn.length > 0) setNodes((now) => applyNodeChanges(drawn, now));
  }, []);
  return { nodes: shown, onNodesChange };
};

export const useEdges = (drawing: Drawing): CanvasEdge[] => {
  const lines = useUi((state) => state.lines);
  const dropOn = useUi((state) => state.dropOn?.line);
  const labelOf = useEdgeLabels();
  const last = useRef(new Map<string, CanvasEdge>());
  return useMemo(() => {
    const edges = edgesOf(drawing).map((edge) => {
      const now = { ...edge, selected: lines.includes(edge.id), ariaLabel: labelOf(edge), className: edge.id === dropOn ? 'is-drop' : '' };
      const before = last.current.get(edge.id);
      return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
    });
    last.current = new Map(edges.map((edge) => [edge.id, edge]));
    return edges;
  }, [drawing, lines, labelOf, dropOn]);
};
