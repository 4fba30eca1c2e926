import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { preference } from '@/theme/preference';
import { railPlaces } from './places';
import { toggleRail } from './rail';

type OnOff = 'on' | 'off';
export const shortcutsChoice = preference<OnOff>('shortcuts', (value): value is OnOff => value === 'on' || value === 'off', 'on');

/** After `G`, so long a letter of a page is waited for. */
const patience = 1_500;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The keys that work everywhere: search, rail, pages. Nothing destructive has one. */
export const useShortcuts = (search: () => void): void => {
  const navigate = useNavigate();
  const goneAt = useRef(Number.NEGATIVE_INFINITY);
  const open = useRef(search);
  open.current = search;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open.current();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || shortcutsChoice.read() === 'off') return;
      if (event.key === '[') toggleRail();
      const place = event.timeStamp - goneAt.current < patience && railPlaces.find(({ letter }) => letter === event.key);
      goneAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (place) navigate(place.to);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate]);
};
