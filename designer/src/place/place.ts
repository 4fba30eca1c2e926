import { useEffect, useSyncExternalStore } from 'react';

/** Where the user is: the header shows it as the page's heading, and the browser as its title. */
export type Place = { title: string; parents?: readonly { title: string; to: string }[] };

let current: Place = { title: '' };
const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useCurrentPlace = (): Place => useSyncExternalStore(subscribe, () => current);

/** Each page says where it is: `usePlace({ title: t('title') })`. */
export const usePlace = ({ title, parents }: Place): void => {
  const path = JSON.stringify(parents ?? []);
  useEffect(() => {
    current = { title, parents: JSON.parse(path) as NonNullable<Place['parents']> };
    document.title = title === '' ? 'Runbooks' : `${title} · Runbooks`;
    for (const listener of listeners) listener();
  }, [title, path]);
};
