import { type FinalConnectionState, useReactFlow } from '@xyflow/react';
import { type DragEvent, type MouseEvent as ReactMouseEvent, useMemo } from 'react';
import type { CanvasNode } from '@/canvas/flow';
import { stepWidth } from '@/canvas/geometry';
import { parentOf, stepAt, waysTo } from '@/canvas/paths';
import { add, lineOf } from '../commands';
import { useEditor } from '../store';
import { type DropOn, pick, useUi } from '../ui';
import { connectOver } from './connecting';
import { bodyUnder, dragType, lineUnder, stepUnder } from './dropping';
import { dropOf, type Pointing, settle } from './settling';

/** What happens where something is let go: a step, an entry of the palette, the end of a line. */
export const useDrops = () => {
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    let stopFollowing = (): void => undefined;
    const pointing = (event: Pointer): Pointing => {
      const { clientX: x, clientY: y } = 'changedTouches' in event ? (event.changedTouches[0] ?? nowhere) : event;
      const flow = screenToFlowPosition({ x, y }, { snapToGrid: false });
      return { x, y, flow: [flow.x, flow.y] };
    };
    return {
      onDragStart: (_: Pointer, dragged: CanvasNode[]): void => {
        stopFollowing();
        // The canvas tells of a drag only from one place of its grid to the next, which is wider than a line.
        const follow = (event: PointerEvent): void => showDrop(dropOf(dragged, pointing(event)));
        window.addEventListener('pointermove', follow);
        stopFollowing = () => window.removeEventListener('pointermove', follow);
      },
      onDragStop: (event: Pointer, dragged: CanvasNode[]): void => {
        stopFollowing();
        settle(dragged, pointing(event));
      },
      onDragOver: (event: DragEvent): void => {
        event.preventDefault();
        if (event.dataTransfer.types.includes(dragType)) showDrop(paletteDrop(pointing(event)));
      },
      onDragLeave: (): void => showDrop(null),
      onDrop: (event: DragEvent): void => {
        const activity = event.dataTransfer.getData(dragType);
        showDrop(null);
        if (activity === '') return;
        event.preventDefault();
        dropEntry(activity, pointing(event));
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => dropLine(pointing(event), state),
    };
  }, [screenToFlowPosition]);
};

type Pointer = ReactMouseEvent | MouseEvent | TouchEvent;
const nowhere = { clientX: 0, clientY: 0 };

const showDrop = (dropOn: DropOn | null): void => {
  const now = useUi.getState().dropOn;
  if (now?.container !== dropOn?.container || now?.line !== dropOn?.line) useUi.setState({ dropOn });
};

const under = ({ flow }: Pointing) => bodyUnder(useUi.getState().drawing, useEditor.getState().scope, flow);

const paletteDrop = (at: Pointing): DropOn | null => {
  const { container } = under(at);
  const line = lineUnder(useUi.getState().drawing, at.x, at.y);
  if (line?.container === container) return { container, line: line.id };
  return container === useEditor.getState().scope ? null : { container };
};

const dropEntry = (activity: string, at: Pointing): void => {
  const { container, at: place } = under(at);
  const line = lineUnder(useUi.getState().drawing, at.x, at.y);
  add(activity, {
    place: { container, at: [place[0] - stepWidth / 2, place[1] - 25] },
    // What ends the run has nothing to go on to: it stands beside the line.
    on: line?.container === container && useEditor.getState().activities[activity]?.outcomes.length !== 0 ? lineOf(line) : undefined,
  });
};

/** A line that ends on nothing asks for the step that it should lead to; over a step, it leads there. */
const dropLine = (at: Pointing, { toNode, fromNode, fromHandle }: FinalConnectionState): void => {
  if (toNode || !fromNode || fromHandle?.type !== 'source') return;
  const after = { path: fromNode.id, outcome: fromHandle.id ?? 'done' };
  const { container, at: place } = under(at);
  const over = stepUnder(at.x, at.y);
  const isAround = over !== undefined && `${after.path}/`.startsWith(`${over}/`);
  if (over !== undefined && !isAround) {
    // Over a step in a container that is not its first, it leads to the container.
    const taker = waysTo(over).findLast((path) => connectOver(after.path, after.outcome, path));
    if (taker === undefined) return;
    // A container with nothing in it is asked for its first step.
    const isEmpty = container === over && Object.keys(stepAt(useEditor.getState().definition, over)?.steps ?? {}).length === 0;
    if (isEmpty) pick({ kind: 'add', at, place: { container, at: [0, 0] } });
    return;
  }
  const isInside = container === parentOf(after.path);
  pick({ kind: 'add', at, after, ...(isInside ? { place: { container, at: [place[0], place[1] - 25] } } : {}) });
};
