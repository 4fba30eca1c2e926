import { useSyncExternalStore } from 'react';

/** A choice of the user that is remembered in this browser, and known in all its tabs. */
export const preference = <T extends string>(name: string, isValid: (value: string) => value is T, fallback: T) => {
  const key = `runbooks.${name}`;
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const read = (): T => {
    const stored = localStorage.getItem(key);
    return stored !== null && isValid(stored) ? stored : fallback;
  };
  const set = (value: T): void => {
    localStorage.setItem(key, value);
    notify();
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    window.addEventListener('storage', listener);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  };
  return { read, set, use: (): T => useSyncExternalStore(subscribe, read) };
};
