import type { Connection } from '@xyflow/react';
import type { Definition } from '@/canvas/definition';
import type { CanvasEdge } from '@/canvas/flow';
import { bodyAt, idOf, parentOf } from '@/canvas/paths';
import { transitionsOf } from '@/canvas/ranks';
import { lineOf as lineOfDrawn } from '../commands';
import { connect, disconnect, inTurn, type Line, mayConnect } from '../edits';
import { useEditor } from '../store';

/**
 * The step that a line from `source` leads to when it is let go at `target`: the same, where both are in one body. A first step in a
 * container stands for the container, which begins with it.
 */
export const landing = (definition: Definition, source: string, target: string): string | undefined => {
  const container = parentOf(source);
  const body = bodyAt(definition, container);
  let at = target;
  while (parentOf(at) !== container) {
    const around = parentOf(at);
    const isFirst = !transitionsOf(bodyAt(definition, around) ?? {}).some(({ to }) => to === idOf(at));
    if (around === '' || !isFirst) return undefined;
    at = around;
  }
  return body?.steps?.[idOf(at)] && mayConnect(body, idOf(source), idOf(at)) ? at : undefined;
};

const landingNow = (source: string, target: string): string | undefined => landing(useEditor.getState().definition, source, target);

export const isValidConnection = ({ source, target }: { source: string; target: string }): boolean =>
  landingNow(source, target) !== undefined;

const lineOf = ({ source, target, sourceHandle }: Connection): Line => ({
  from: idOf(source),
  to: idOf(landingNow(source, target) ?? target),
  outcome: sourceHandle ?? 'done',
});

export const onConnect = (connection: Connection): void => {
  const { apply, activities } = useEditor.getState();
  apply(connect(parentOf(connection.source), lineOf(connection), activities));
};

/** A line is taken to another step, or begins at another outcome. */
export const onReconnect = ({ data }: CanvasEdge, connection: Connection): void => {
  const { apply, activities } = useEditor.getState();
  if (!data) return;
  const { container } = data.drawn;
  apply(
    inTurn(
      disconnect(container, lineOfDrawn(data.drawn), activities),
      connect(parentOf(connection.source), lineOf(connection), activities),
    ),
  );
};

/** A line that is let go over a step, beside its handles. True where it leads there now. */
export const connectOver = (source: string, outcome: string, over: string): boolean => {
  const target = landingNow(source, over);
  if (target === undefined) return false;
  onConnect({ source, target, sourceHandle: outcome, targetHandle: null });
  return true;
};
