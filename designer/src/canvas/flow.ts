import type { Edge, Node, NodeHandle } from '@xyflow/react';
import type { State } from '@/marks/shapes';
import type { Problem } from './definition';
import type { Drawing, DrawnEdge, DrawnNote, DrawnStep } from './drawing';

/** What a run adds to a step: its state, a word at the upper right corner, and the shares of its targets' states. */
export type RunMarks = { state: State; badge?: string; shares?: readonly { state: State; count: number }[] };

type StepData = {
  drawn: DrawnStep;
  problem?: Problem | undefined;
  run?: RunMarks | undefined;
};

export type StepNode = Node<StepData, 'step' | 'container'>;
export type NoteNode = Node<{ drawn: DrawnNote }, 'note'>;
export type CanvasNode = StepNode | NoteNode;

/** What a run adds to a line: whether it was gone, and how the step ended that it comes from. */
export type WayState = { way: 'taken' | 'dead' | 'open'; tone?: string };
export type CanvasEdge = Edge<{ drawn: DrawnEdge; run?: WayState | undefined }, 'transition'>;

export const entryHandle = 'in';
/** On the inner side of a container's entry. */
export const startHandle = 'start';

/** The drawing for React Flow. Sizes and handles are given, so nothing has to be measured first, and what is out of sight need not be drawn. */
export const nodesOf = (drawing: Drawing): CanvasNode[] => [
  ...drawing.steps.map((drawn) => stepNode(drawn)),
  ...drawing.notes.map((drawn): NoteNode => ({ ...placed(drawn), id: drawn.path, type: 'note', data: { drawn } })),
];

const placed = ({ at, width, height, frame }: Pick<DrawnStep, 'at' | 'width' | 'height' | 'frame'>) => ({
  position: { x: at[0], y: at[1] },
  width,
  height,
  // Else what has been moved counts for nothing when the drawing is fitted to the window.
  measured: { width, height },
  ...(frame === '' ? {} : { parentId: frame }),
});

const stepNode = (drawn: DrawnStep): StepNode => ({
  ...placed(drawn),
  id: drawn.path,
  type: drawn.isContainer ? 'container' : 'step',
  data: { drawn },
  handles: handlesOf(drawn),
  ...(drawn.isContainer ? { zIndex: -1 } : {}),
});

const handlesOf = ({ entry, exits, isContainer, isFolded }: DrawnStep): NodeHandle[] => [
  { id: entryHandle, type: 'target', position: 'left' as NodeHandle['position'], x: entry.x - 5, y: entry.y - 5, width: 10, height: 10 },
  ...(isContainer && !isFolded
    ? [{ id: startHandle, type: 'source', position: 'right', x: entry.x - 1, y: entry.y - 1, width: 2, height: 2 } as NodeHandle]
    : []),
  ...exits.map(
    ({ name, adverse, x, y }): NodeHandle => ({
      id: name,
      type: 'source',
      position: (adverse ? 'bottom' : 'right') as NodeHandle['position'],
      x: x - 5,
      y: y - 5,
      width: 10,
      height: 10,
    }),
  ),
];

export const edgesOf = (drawing: Drawing): CanvasEdge[] =>
  drawing.edges.map((drawn) => ({
    id: drawn.id,
    type: 'transition',
    source: drawn.from,
    target: drawn.to,
    sourceHandle: drawn.outcome,
    targetHandle: entryHandle,
    data: { drawn },
  }));

/** Old objects where nothing has changed, so that React Flow draws only what has. */
export const reuse = <T extends CanvasNode>(before: ReadonlyMap<string, T>, now: readonly T[]): T[] =>
  now.map((node) => {
    const old = before.get(node.id);
    return old && old.type === node.type && isSameDrawing(old, node) ? old : node;
  });

const isSameDrawing = (old: CanvasNode, node: CanvasNode): boolean => {
  if (old.parentId !== node.parentId || old.position.x !== node.position.x || old.position.y !== node.position.y) return false;
  if (old.width !== node.width || old.height !== node.height) return false;
  const [{ drawn: was, ...oldMarks }, { drawn: is, ...marks }] = [old.data, node.data] as [StepData, StepData];
  if ('note' in was || 'note' in is) return JSON.stringify(was) === JSON.stringify(is);
  const isSameStep = was.step === is.step && was.activity === is.activity && String(was.origin) === String(is.origin);
  return isSameStep && JSON.stringify([was.exits, oldMarks]) === JSON.stringify([is.exits, marks]);
};
