import { type RefObject, useEffect } from 'react';
import { preference } from '@/theme/preference';

const isOnOff = (value: string): value is 'on' | 'off' => value === 'on' || value === 'off';
const shortcuts = preference('shortcuts', isOnOff, 'on');

/** `J` and `K` go through the rows of a list: what opens a row, a link or a button, takes the focus, so that `Enter` opens it. Off in
 * fields, in dialogs, and where the user has switched the keys off. */
export const useListKeys = (list: RefObject<HTMLElement | null>, rows: string): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const by = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (by === 0 || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || shortcuts.read() === 'off') return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      if (target?.isContentEditable || target?.closest('input, textarea, select, dialog, [role=menu]')) return;
      const next = neighbour(list.current, rows, by);
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [list, rows]);
};

/** What opens the row after or before the one with the focus; without that the first or the last one. */
export const neighbour = (list: HTMLElement | null, rows: string, by: number): HTMLElement | undefined => {
  const all = [...(list?.querySelectorAll<HTMLElement>(rows) ?? [])].flatMap((row) => {
    const opener = row.querySelector<HTMLElement>('a[href], button');
    return opener ? [{ row, opener }] : [];
  });
  const at = all.findIndex(({ row }) => row.contains(document.activeElement));
  if (at < 0) return (by > 0 ? all[0] : all.at(-1))?.opener;
  return all[Math.min(all.length - 1, Math.max(0, at + by))]?.opener;
};
