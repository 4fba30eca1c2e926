import type { Connection } from '@xyflow/react';
import type { Body } from '@/canvas/definition';
import type { CanvasEdge } from '@/canvas/flow';
import { bodyAt, idOf, parentOf } from '@/canvas/paths';
import { transitionsOf } from '@/canvas/ranks';
import { connect, disconnect, inTurn, type Line } from '../edits';
import { useEditor } from '../store';

/** Whether a line may go from one step to another: in one body, and never in a circle. */
export const mayConnect = (body: Body, from: string, to: string): boolean => {
  if (from === to) return false;
  const ways = transitionsOf(body);
  const open = [to];
  const seen = new Set<string>();
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === from) return false;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...ways.filter((way) => way.from === at).map((way) => way.to));
  }
  return true;
};

export const isValidConnection = ({ source, target }: { source: string; target: string }): boolean => {
  const container = parentOf(source);
  const body = bodyAt(useEditor.getState().definition, container);
  return body !== undefined && parentOf(target) === container && mayConnect(body, idOf(source), idOf(target));
};

const lineOf = ({ source, target, sourceHandle }: Connection): Line => ({
  from: idOf(source),
  to: idOf(target),
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
  const { container, from, to, outcome } = data.drawn;
  const old = { from: idOf(from), to: idOf(to), outcome };
  apply(inTurn(disconnect(container, old, activities), connect(parentOf(connection.source), lineOf(connection), activities)));
};
