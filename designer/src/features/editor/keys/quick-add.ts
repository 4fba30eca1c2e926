import { lineOf, nextExitOf } from '../commands';
import { pointer } from '../drawing/pointer';
import { useEditor } from '../store';
import { pick, useUi } from '../ui';

/** Into the selected line; at the selected step, which it goes on from; else where the pointer is; else in the middle. */
export const quickAdd = (): void => {
  const { selection } = useEditor.getState();
  const { lines, drawing } = useUi.getState();
  const line = lines.length === 1 ? drawing.edges.find(({ id }) => id === lines[0]) : undefined;
  const [path] = selection;
  const after = selection.length === 1 && path !== undefined ? nextExitOf(path) : undefined;
  const canvas =
    document.querySelector('.editor-canvas')?.getBoundingClientRect() ?? new DOMRect(0, 0, window.innerWidth, window.innerHeight);
  const node =
    path === undefined ? undefined : document.querySelector(`.react-flow__node[data-id="${CSS.escape(path)}"]`)?.getBoundingClientRect();
  const at = node ? { x: node.right + 12, y: node.top } : (pointer() ?? { x: canvas.x + canvas.width / 2 - 160, y: canvas.y + 80 });
  pick({ kind: 'add', at, ...(line ? { on: lineOf(line) } : after ? { after } : {}) });
};
