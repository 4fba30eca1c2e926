import { ReactFlowProvider } from '@xyflow/react';
import { useMemo } from 'react';
import { CanvasFrame } from '@/canvas/canvas-frame';
import type { Definition } from '@/canvas/definition';
import { drawingOf } from '@/canvas/drawing';
import { type CanvasNode, edgesOf, nodesOf } from '@/canvas/flow';
import type { Looking } from './use-looking';
import type { WorkflowFacts } from './use-workflow';
import { marksOf, wayOf } from './view/marks';
import { definitionPath } from './view/run-view';

/** The workflow's drawing, coloured by the state of the run. */
const Drawing = ({ definition, activities, looking }: WorkflowFacts & { definition: Definition; looking: Looking }) => {
  const { view, step, look } = looking;
  const drawing = useMemo(() => drawingOf(definition, activities), [definition, activities]);
  const selected = step === null ? null : definitionPath(step);
  const nodes = useMemo(() => {
    const marks = marksOf(view);
    return nodesOf(drawing).map((node) =>
      node.type === 'note'
        ? node
        : ({
            ...node,
            selected: node.id === selected,
            data: { ...node.data, run: marks.get(node.id) ?? { state: 'pending' } },
          } as CanvasNode),
    );
  }, [drawing, view, selected]);
  const edges = useMemo(
    () => edgesOf(drawing).map((edge) => (edge.data ? { ...edge, data: { ...edge.data, run: wayOf(edge.data.drawn, view) } } : edge)),
    [drawing, view],
  );
  return (
    <ReactFlowProvider>
      <CanvasFrame
        nodes={nodes}
        edges={edges}
        legend={false}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        onNodeClick={(_, node) => node.type !== 'note' && look({ step: reached(view, node.id), target: null })}
        onPaneClick={() => look({ step: null, target: null })}
      />
    </ReactFlowProvider>
  );
};

/** The step of the run that a step of the drawing stands for: of several iterations the last, or the one that failed. */
const reached = (view: Looking['view'], path: string): string => {
  const steps = [...view.steps.values()].filter((step) => definitionPath(step.path) === path);
  return (steps.find((step) => step.status === 'failed') ?? steps.at(-1))?.path ?? path;
};

export default Drawing;
