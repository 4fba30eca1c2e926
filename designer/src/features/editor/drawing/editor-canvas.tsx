import { type EdgeChange, type FinalConnectionState, Panel, useReactFlow, useStoreApi } from '@xyflow/react';
import { type DragEvent, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CanvasActionsContext } from '@/canvas/actions';
import { CanvasFrame, fitting } from '@/canvas/canvas-frame';
import type { Position } from '@/canvas/definition';
import type { CanvasEdge, CanvasNode } from '@/canvas/flow';
import { stepWidth } from '@/canvas/geometry';
import { parentOf } from '@/canvas/paths';
import { add, place, writeNote } from '../commands';
import { useEditor } from '../store';
import { pick, useUi } from '../ui';
import { isValidConnection, onConnect, onReconnect } from './connecting';
import { Crumbs } from './crumbs';
import { bodyUnder, dragType } from './dropping';
import { isInSight } from './in-sight';
import { pointerAt } from './pointer';
import { useDrawing } from './use-drawing';
import { useEdges, useNodes } from './use-nodes';

/** The drawing, to be changed. */
export const EditorCanvas = () => {
  const { t } = useTranslation('editor');
  const drawing = useDrawing();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const stepInto = useEditor((state) => state.stepInto);
  const { nodes, onNodesChange } = useNodes(drawing);
  const edges = useEdges(drawing);
  const actions = useMemo(() => ({ stepInto, ...(isReadOnly ? {} : { writeNote }) }), [stepInto, isReadOnly]);
  useEffect(() => useUi.setState({ drawing }), [drawing]);
  useFitOnScope();
  useShown();
  const { onDrop, onConnectEnd } = useDrops();
  return (
    <CanvasActionsContext value={actions}>
      <CanvasFrame
        nodes={nodes}
        edges={edges}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={(_, __, dragged) => settle(dragged)}
        onSelectionDragStop={(_, dragged) => settle(dragged)}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onReconnect={onReconnect}
        isValidConnection={isValidConnection}
        onPaneClick={() => useEditor.getState().select([])}
        onPaneMouseMove={pointerAt}
        onDragOver={(event) => event.preventDefault()}
        onDrop={onDrop}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        edgesReconnectable={!isReadOnly}
        edgesFocusable={false}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        connectionRadius={28}
      >
        <Panel position="top-left">
          <Crumbs />
        </Panel>
        {isReadOnly && <Panel position="top-right">{t('readOnly')}</Panel>}
      </CanvasFrame>
    </CanvasActionsContext>
  );
};

const onEdgesChange = (changes: EdgeChange<CanvasEdge>[]): void => {
  const lines = new Set(useUi.getState().lines);
  for (const change of changes) if (change.type === 'select') change.selected ? lines.add(change.id) : lines.delete(change.id);
  useUi.setState({ lines: [...lines] });
};

/** What was dragged has come to rest. */
const settle = (dragged: readonly CanvasNode[]): void => {
  const origins = new Map(useUi.getState().drawing.steps.map(({ path, origin }) => [path, origin]));
  place(
    new Map(
      dragged.map(({ id, parentId, position }): [string, Position] => {
        const [x, y] = origins.get(parentId ?? '') ?? [0, 0];
        return [id, [position.x + x, position.y + y]];
      }),
    ),
  );
};

/** After another body has come onto the canvas, all of it is seen. */
const useFitOnScope = (): void => {
  const { fitView } = useReactFlow();
  const scope = useEditor((state) => state.scope);
  const id = useEditor((state) => state.id);
  useEffect(() => {
    // Named, so that the effect runs for each.
    void [scope, id];
    const frame = requestAnimationFrame(() => void fitView(fitting));
    return () => cancelAnimationFrame(frame);
  }, [fitView, scope, id]);
};

/** A step that a key went to is brought into sight, and has the focus: the next key goes on from there. */
const useShown = (): void => {
  const { fitView, getZoom, getInternalNode } = useReactFlow();
  const store = useStoreApi();
  const shown = useUi((state) => state.shown);
  useEffect(() => {
    if (!shown) return;
    const node = getInternalNode(shown.path);
    const { transform, width, height } = store.getState();
    if (node && !isInSight(node.internals.positionAbsolute, node.measured, transform, { width, height })) {
      const zoom = getZoom();
      void fitView({ nodes: [{ id: shown.path }], minZoom: Math.min(zoom, 1), maxZoom: Math.max(zoom, 0.5) });
    }
    if (shown.isQuiet) return;
    let frame = 0;
    // A step that was out of sight is drawn with the next frame, or the one after it.
    const focus = (tries: number): void => {
      const element = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(shown.path)}"]`);
      if (element) element.focus({ preventScroll: true });
      else if (tries > 0) frame = requestAnimationFrame(() => focus(tries - 1));
    };
    frame = requestAnimationFrame(() => focus(10));
    return () => cancelAnimationFrame(frame);
  }, [shown, fitView, getZoom, getInternalNode, store]);
};

const useDrops = () => {
  const { screenToFlowPosition } = useReactFlow();
  const under = (x: number, y: number) => {
    const at = screenToFlowPosition({ x, y }, { snapToGrid: false });
    return bodyUnder(useUi.getState().drawing, useEditor.getState().scope, [at.x, at.y]);
  };
  const onDrop = (event: DragEvent): void => {
    const activity = event.dataTransfer.getData(dragType);
    if (activity === '') return;
    event.preventDefault();
    const { container, at } = under(event.clientX, event.clientY);
    add(activity, { place: { container, at: [at[0] - stepWidth / 2, at[1] - 25] } });
  };
  /** A line that ends on nothing asks for the step that it should lead to. */
  const onConnectEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => {
    if (state.toNode || !state.fromNode || state.fromHandle?.type !== 'source') return;
    const { clientX: x, clientY: y } = 'changedTouches' in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event;
    const path = state.fromNode.id;
    const to = under(x, y);
    const isInside = to.container === parentOf(path);
    const after = { path, outcome: state.fromHandle.id ?? 'done' };
    pick({
      kind: 'add',
      at: { x, y },
      after,
      ...(isInside ? { place: { container: to.container, at: [to.at[0], to.at[1] - 25] as const } } : {}),
    });
  };
  return { onDrop, onConnectEnd };
};
