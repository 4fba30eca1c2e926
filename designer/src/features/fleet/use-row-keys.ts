import { useEffect, useEffectEvent } from 'react';
import { preference } from '@/theme/preference';

const isOnOff = (value: string): value is 'on' | 'off' => value === 'on' || value === 'off';
const shortcuts = preference('shortcuts', isOnOff, 'on');

/** `J` and `K` move, `Enter` opens, `X` chooses. Off in fields, in dialogs, and where the user has switched the keys off. */
export const useRowKeys = (keys: { move: (by: number) => void; open: () => void; choose?: () => void }): void => {
  const press = useEffectEvent((key: string): boolean => {
    if (key === 'j') keys.move(1);
    else if (key === 'k') keys.move(-1);
    else if (key === 'x' && keys.choose) keys.choose();
    else if (key === 'Enter') keys.open();
    else return false;
    return true;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || shortcuts.read() === 'off') return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      if (target?.closest('input:not([type=checkbox]), textarea, select, dialog, [role=menu]')) return;
      // Enter presses what has the focus; it opens the row only where nothing has.
      if (event.key === 'Enter' && target?.closest('a, button, input')) return;
      if (press(event.key)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
};
