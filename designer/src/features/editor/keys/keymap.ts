export type Direction = 'left' | 'right' | 'up' | 'down';

/** What a key asks for. */
export type Command =
  | {
      do:
        | 'undo'
        | 'redo'
        | 'save'
        | 'publish'
        | 'start'
        | 'plan'
        | 'selectAll'
        | 'duplicate'
        | 'find'
        | 'add'
        | 'connect'
        | 'remove'
        | 'open';
    }
  | { do: 'nextProblem' | 'previousProblem' | 'help' | 'fit' | 'into' | 'out' | 'fold' | 'note' | 'tidy' | 'leave' }
  | { do: 'walk'; to: Direction; extend: boolean }
  | { do: 'nudge'; to: Direction };

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const arrows: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

const withControl: Record<string, Command> = {
  z: { do: 'undo' },
  y: { do: 'redo' },
  s: { do: 'save' },
  enter: { do: 'publish' },
  a: { do: 'selectAll' },
  d: { do: 'duplicate' },
  f: { do: 'find' },
};

const plain: Record<string, Command> = {
  '/': { do: 'add' },
  '?': { do: 'help' },
  c: { do: 'connect' },
  e: { do: 'fold' },
  i: { do: 'into' },
  o: { do: 'out' },
  p: { do: 'plan' },
  Delete: { do: 'remove' },
  Backspace: { do: 'remove' },
  Enter: { do: 'open' },
  Escape: { do: 'leave' },
  F8: { do: 'nextProblem' },
};

const withShift: Record<string, Command> = {
  '?': { do: 'help' },
  '/': { do: 'add' },
  L: { do: 'tidy' },
  N: { do: 'note' },
  F8: { do: 'previousProblem' },
  Enter: { do: 'start' },
};

/** Copy, cut and paste are the browser's own events: they bring the clipboard with them. */
export const commandOf = ({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Key): Command | undefined => {
  const arrow = arrows[key];
  if (ctrlKey || metaKey) {
    if (altKey) return undefined;
    if (shiftKey) return key.toLowerCase() === 'z' ? { do: 'redo' } : undefined;
    return withControl[key.toLowerCase()];
  }
  if (altKey) return arrow && !shiftKey ? { do: 'nudge', to: arrow } : undefined;
  if (arrow) return { do: 'walk', to: arrow, extend: shiftKey };
  if (shiftKey) return code === 'Digit1' ? { do: 'fit' } : withShift[key];
  return plain[key];
};

/** These work in fields too: what one types there is saved and published all the same. */
export const worksInFields = (command: Command): boolean => ['save', 'publish', 'nextProblem', 'previousProblem'].includes(command.do);
