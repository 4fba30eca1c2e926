import { type EdgeChange, Panel, useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CanvasActionsContext } from '@/canvas/actions';
import { CanvasFrame, fitting } from '@/canvas/canvas-frame';
import type { CanvasEdge } from '@/canvas/flow';
import { writeNote } from '../commands';
import { useEditor } from '../store';
import { useUi } from '../ui';
import { isValidConnection, onConnect, onReconnect } from './connecting';
import { Crumbs } from './crumbs';
import { fold, readFolded, unfoldAround } from './folding';
import { isInSight, zoomFor } from './in-sight';
import { pointerAt } from './pointer';
import { useDrawing } from './use-drawing';
import { useDrops } from './use-drops';
import { useEdges, useNodes } from './use-nodes';

/** The drawing, to be changed. */
export const EditorCanvas = () => {
  const { t } = useTranslation('editor');
  const drawing = useDrawing();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const stepInto = useEditor((state) => state.stepInto);
  const id = useEditor((state) => state.id);
  const { nodes, onNodesChange } = useNodes(drawing);
  const edges = useEdges(drawing);
  const actions = useMemo(() => ({ stepInto, fold, ...(isReadOnly ? {} : { writeNote }) }), [stepInto, isReadOnly]);
  useEffect(() => useUi.setState({ drawing }), [drawing]);
  useEffect(() => useUi.setState({ folded: readFolded(id) }), [id]);
  useFitOnScope();
  useShown();
  const drops = useDrops();
  return (
    <CanvasActionsContext value={actions}>
      <CanvasFrame
        nodes={nodes}
        edges={edges}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStart={(event, _, dragged) => drops.onDragStart(event, dragged)}
        onNodeDragStop={(event, _, dragged) => drops.onDragStop(event, dragged)}
        onSelectionDragStart={drops.onDragStart}
        onSelectionDragStop={drops.onDragStop}
        onConnect={onConnect}
        onConnectEnd={drops.onConnectEnd}
        onReconnect={onReconnect}
        isValidConnection={isValidConnection}
        onPaneClick={() => useEditor.getState().select([])}
        onPaneMouseMove={pointerAt}
        onDragOver={drops.onDragOver}
        onDragLeave={drops.onDragLeave}
        onDrop={drops.onDrop}
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
  const { setCenter, getInternalNode } = useReactFlow();
  const store = useStoreApi();
  const shown = useUi((state) => state.shown);
  const done = useRef<typeof shown>(null);
  useEffect(() => {
    if (!shown || shown === done.current) return;
    if (unfoldAround(shown.path)) {
      // It is drawn with the next frame.
      const next = requestAnimationFrame(() => useUi.setState({ shown: { ...shown } }));
      return () => cancelAnimationFrame(next);
    }
    let frame = 0;
    const next = (act: (tries: number) => void, tries: number): void => {
      if (tries > 0) frame = requestAnimationFrame(() => act(tries - 1));
    };
    // A step that was out of sight is drawn with the next frame, or the one after it.
    const focus = (tries: number): void => {
      const element = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(shown.path)}"]`);
      if (element) {
        // Once: whoever has gone on into the form is not called back.
        done.current = shown;
        element.focus({ preventScroll: true });
      } else next(focus, tries);
    };
    // A step that was added just now is there some frames later; its size is given, and need not have been measured.
    const bring = (tries: number): void => {
      const node = getInternalNode(shown.path);
      if (!node) {
        next(bring, tries);
        return;
      }
      const { transform, width, height } = store.getState();
      const [at, size] = [node.internals.positionAbsolute, { width: node.width ?? 0, height: node.height ?? 0 }];
      if (!isInSight(at, size, transform, { width, height }))
        void setCenter(at.x + size.width / 2, at.y + size.height / 2, { zoom: zoomFor(size, { width, height }, transform[2]) });
      if (!shown.isQuiet) next(focus, 10);
    };
    bring(20);
    return () => cancelAnimationFrame(frame);
  }, [shown, setCenter, getInternalNode, store]);
};
