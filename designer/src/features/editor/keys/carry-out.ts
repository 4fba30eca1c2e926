import { isContainer } from '@/canvas/definition';
import { parentOf, stepAt } from '@/canvas/paths';
import { addNoteHere, isNote, nudge, removeSelected } from '../commands';
import { duplicate } from '../copying';
import { fold } from '../drawing/folding';
import { leadToNextProblem } from '../panels/problem-walk';
import { useEditor } from '../store';
import { pick, useUi } from '../ui';
import type { Command, Direction } from './keymap';
import { quickAdd } from './quick-add';
import { walk } from './walk';

/** What only the page can do. */
export type Outside = { save: () => void; publish: () => void; tidy: () => void; showAll: () => void };

type Doing<C extends Command['do']> = (command: Extract<Command, { do: C }>, outside: Outside) => void;

const now = useEditor.getState;
const selected = (): string | undefined => now().selection.at(-1);
const by: Record<Direction, [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

const leaveScope = (): void => {
  const { scope, stepInto, select } = now();
  if (scope === '') return;
  stepInto(parentOf(scope));
  select([scope]);
};

/** The form of a step that was selected just now is still being drawn: the keyboard goes to what stands there in the end. */
const openForm = (frames = 12): void => {
  const isThere = document.activeElement?.closest('.editor-pane, dialog, [role="dialog"]');
  if (!isThere) document.querySelector<HTMLElement>('.editor-pane :is(input, select, textarea, [contenteditable="true"])')?.focus();
  if (frames > 0) requestAnimationFrame(() => openForm(frames - 1));
};

const leavePane = (): void => {
  const path = selected();
  if (path !== undefined && !isNote(path)) useUi.setState({ shown: { path } });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
};

const goToProblem = (direction: 1 | -1): void => {
  leadToNextProblem(direction);
};

const walkTo: Doing<'walk'> = ({ to, extend }) => {
  const { selection, select } = now();
  const path = walk(useUi.getState().drawing, selection.at(-1), to);
  if (path === undefined) return;
  select(extend ? [...selection.filter((one) => one !== path), path] : [path]);
  useUi.setState({ shown: { path } });
};

const doings: { [C in Command['do']]: Doing<C> } = {
  undo: () => now().undo(),
  redo: () => now().redo(),
  save: (_, { save }) => save(),
  publish: (_, { publish }) => publish(),
  start: () => {
    if (now().publishedVersion !== null) useUi.setState({ dialog: 'start' });
  },
  plan: () => {
    if (!now().isReadOnly && Object.keys(now().definition.steps ?? {}).length > 0) useUi.setState({ dialog: 'plan' });
  },
  tidy: (_, { tidy }) => tidy(),
  fit: (_, { showAll }) => showAll(),
  duplicate,
  remove: removeSelected,
  note: () => addNoteHere(),
  find: () => pick({ kind: 'find' }),
  help: () => useUi.setState({ dialog: 'keys' }),
  add: quickAdd,
  connect: () => {
    const from = selected();
    if (from !== undefined && !isNote(from)) pick({ kind: 'connect', from });
  },
  open: () => openForm(),
  selectAll: () => {
    const outer = useUi.getState().drawing.steps.filter(({ frame }) => frame === '');
    now().select(outer.map(({ path }) => path));
  },
  into: () => {
    const path = selected();
    const step = path === undefined ? undefined : stepAt(now().definition, path);
    if (path !== undefined && step && isContainer(step)) now().stepInto(path);
  },
  fold: () => {
    const path = selected();
    if (path !== undefined) fold(path);
  },
  out: leaveScope,
  leave: () => {
    if (document.activeElement?.closest('.editor-pane')) return leavePane();
    if (now().selection.length > 0) now().select([]);
    else leaveScope();
  },
  nextProblem: () => goToProblem(1),
  previousProblem: () => goToProblem(-1),
  nudge: ({ to }) => nudge(...by[to]),
  walk: walkTo,
};

export const carryOut = (command: Command, outside: Outside): void =>
  (doings[command.do] as Doing<Command['do']>)(command as never, outside);
