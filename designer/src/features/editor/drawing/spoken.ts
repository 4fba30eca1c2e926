import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CanvasEdge, CanvasNode } from '@/canvas/flow';
import { useNames } from '@/canvas/names';
import { idOf } from '@/canvas/paths';

/** What screen readers say of each step. */
export const useNodeLabels = (): ((node: CanvasNode) => string) => {
  const { t } = useTranslation(['canvas', 'marks']);
  const names = useNames();
  return useMemo(() => {
    const labels = new WeakMap<object, string>();
    const write = (node: CanvasNode): string => {
      if (node.type === 'note') return t('noteIs', { text: node.data.drawn.note.text });
      const { drawn, problem } = node.data;
      const title = names.step(drawn.path, drawn.step, drawn.activity);
      const activity = names.activity(drawn.activity, drawn.step.activity);
      const count = Object.keys(drawn.step.steps ?? {}).length;
      const what = drawn.isContainer
        ? t('containerIs', { title, activity, path: drawn.path, count })
        : t('stepIs', { title, activity, path: drawn.path });
      const effect = drawn.activity && drawn.activity.effect !== 'read' ? t(`marks:effect.${drawn.activity.effect}`) : '';
      const wrong = problem ? t(problem.severity === 'error' ? 'hasError' : 'hasWarning', { message: problem.message }) : '';
      return [what, effect, wrong].filter(Boolean).join(', ');
    };
    return (node) => {
      const label = labels.get(node.data) ?? write(node);
      labels.set(node.data, label);
      return label;
    };
  }, [t, names.step, names.activity]);
};

export const useEdgeLabels = (): ((edge: CanvasEdge) => string) => {
  const { t } = useTranslation('canvas');
  const { outcome } = useNames();
  return useCallback(
    ({ source, target, sourceHandle }) => t('edgeIs', { from: idOf(source), to: idOf(target), outcome: outcome(sourceHandle ?? '') }),
    [t, outcome],
  );
};
