import { useSyncExternalStore } from 'react';

/** What keeps itself current tells here whether it does; the header shows the sum. */
type Source = { since: Date } | 'live';
type Liveness = { live: number; stale: number; since?: Date };

const sources = new Map<string, Source>();
const listeners = new Set<() => void>();
let sum: Liveness = { live: 0, stale: 0 };

const changed = (): void => {
  const stale = [...sources.values()].filter((source) => source !== 'live');
  const first = stale.map(({ since }) => since.getTime());
  sum = { live: sources.size - stale.length, stale: stale.length, since: first.length > 0 ? new Date(Math.min(...first)) : undefined };
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const reportLive = (name: string): void => {
  if (sources.get(name) === 'live') return;
  sources.set(name, 'live');
  changed();
};

/** Counts from the first report on, however often it is repeated. */
export const reportStale = (name: string, since: Date): void => {
  const known = sources.get(name);
  if (known !== undefined && known !== 'live') return;
  sources.set(name, { since });
  changed();
};

export const forget = (name: string): void => {
  if (sources.delete(name)) changed();
};

export const useLiveness = (): Liveness => useSyncExternalStore(subscribe, () => sum);
