import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CanvasEdge, CanvasNode } from '@/canvas/flow';
import { useNames } from '@/canvas/names';
import { idOf } from '@/canvas/paths';

/** What screen readers say of each step and line. */
export const useSpoken = (nodes: readonly CanvasNode[], edges: readonly CanvasEdge[]) => {
  const { t } = useTranslation(['canvas', 'marks']);
  const names = useNames();
  const said = useMemo(() => {
    const cache = new WeakMap<object, string>();
    return (node: CanvasNode): string => {
      const known = cache.get(node.data);
      if (known !== undefined) return known;
      const text = nodeText(node);
      cache.set(node.data, text);
      return text;
    };
    function nodeText(node: CanvasNode): string {
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
    }
  }, [t, names.step, names.activity]);
  const spokenNodes = useMemo(
    () => nodes.map((node) => (node.ariaLabel === said(node) ? node : { ...node, ariaLabel: said(node) })) as CanvasNode[],
    [nodes, said],
  );
  const spokenEdges = useMemo(
    () =>
      edges.map((edge) => ({
        ...edge,
        ariaLabel: t('edgeIs', { from: idOf(edge.source), to: idOf(edge.target), outcome: names.outcome(edge.sourceHandle ?? '') }),
      })),
    [edges, t, names.outcome],
  );
  return { nodes: spokenNodes, edges: spokenEdges };
};
