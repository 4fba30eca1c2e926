import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { fitting } from '@/canvas/canvas-frame';
import { useEditor } from '../store';
import { carryOut, type Outside } from './carry-out';
import { type Command, commandOf } from './keymap';
import { useClipboard } from './use-clipboard';
import { isOurs } from './whose-key';

const changing: ReadonlySet<Command['do']> = new Set([
  'undo',
  'redo',
  'save',
  'publish',
  'duplicate',
  'add',
  'connect',
  'remove',
  'note',
  'tidy',
  'nudge',
]);

/** After `G`, so long a letter is the name of a page. */
const patience = 1_500;

/** The editor by keys. */
export const useEditorKeys = (outside: Omit<Outside, 'showAll'>): void => {
  const { fitView } = useReactFlow();
  const last = useRef<Outside | null>(null);
  last.current = { ...outside, showAll: () => void fitView(fitting) };
  useEffect(() => {
    let goneAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      const isGoing = event.timeStamp - goneAt < patience;
      goneAt = event.key === 'g' && !event.ctrlKey && !event.metaKey ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const command = event.defaultPrevented || event.isComposing || isGoing ? undefined : commandOf(event);
      if (!command || !last.current || !isOurs(event, command)) return;
      if (useEditor.getState().isReadOnly && changing.has(command.do)) return;
      event.preventDefault();
      carryOut(command, last.current);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  useClipboard();
};
