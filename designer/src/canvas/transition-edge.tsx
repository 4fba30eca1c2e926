import { BaseEdge, type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import { memo } from 'react';
import type { CanvasEdge } from './flow';

/** A line from an outcome to a step. What is adverse is red and dashed; the rest is drawn by what the run has done. */
export const TransitionView = memo((props: EdgeProps<CanvasEdge>) => {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } = props;
  const [path] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: 6, offset: 16 });
  const way = data?.run?.way;
  return (
    <BaseEdge
      path={path}
      interactionWidth={14}
      className="way"
      data-adverse={data?.drawn.adverse}
      data-way={way}
      data-selected={selected}
      style={way === 'taken' ? { stroke: `var(--${data?.run?.tone ?? 'completed'})` } : undefined}
    />
  );
});
