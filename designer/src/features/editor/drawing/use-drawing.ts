import { useMemo } from 'react';
import { type Drawing, drawingOf } from '@/canvas/drawing';
import { bodyAt } from '@/canvas/paths';
import { useEditor } from '../store';
import { useUi } from '../ui';

/** What is on the canvas: the workflow, or the container that was stepped into. */
export const useDrawing = (): Drawing => {
  const definition = useEditor((state) => state.definition);
  const activities = useEditor((state) => state.activities);
  const scope = useEditor((state) => state.scope);
  const folded = useUi((state) => state.folded);
  return useMemo(() => drawingOf(bodyAt(definition, scope) ?? {}, activities, scope, folded), [definition, activities, scope, folded]);
};
