import { useEffect, useEffectEvent } from 'react';
import { preference } from '@/theme/preference';

/** Keys work while the user has not switched them off, and never in fields. */
const choice = preference<'on' | 'off'>('shortcuts', (value): value is 'on' | 'off' => value === 'on' || value === 'off', 'on');

const isBusy = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog, [role="dialog"]') !== null);

/** The page's keys: `,` `.` event, `L` live, `N` next failure, `Shift R` rerun failed, `C` copy for a ticket. */
export const useKeys = (keys: Record<string, () => void>): void => {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target) || choice.read() === 'off') return;
    const act = keys[event.shiftKey ? `Shift ${event.key.toUpperCase()}` : event.key.toUpperCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
};
