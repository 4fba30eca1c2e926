import { BaseEdge, type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import { memo } from 'react';
import type { CanvasEdge } from './flow';

/** A line from an outcome to a step. What is adverse is red and dashed; the rest is drawn by what the run has done. */
export const TransitionView = memo((props: EdgeProps<CanvasEdge>) => {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } = props;
  // Lines of several outcomes bend one before the other, so that each can be followed.
  const bend = data && !data.drawn.adverse && targetX > sourceX + 40 ? { centerX: (sourceX + targetX) / 2 - data.drawn.lane * 8 } : {};
  const ends = { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition };
  const [path] = getSmoothStepPath({ ...ends, ...bend, borderRadius: 6, offset: 16 });
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
