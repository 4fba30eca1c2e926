import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { useEvents } from '@/live/use-events';
import { queryOf, type Tab } from '../address';
import { type Rows, RowWindow } from './row-window';

export type RowOf = { vms: Schema<'VmRow'>; hosts: Schema<'HostRow'>; storages: Schema<'StorageRow'> };

const paths = { vms: '/api/v1/fleet/vms', hosts: '/api/v1/fleet/hosts', storages: '/api/v1/fleet/storages' } as const;
const kinds: Record<string, Tab> = { vm: 'vms', host: 'hosts', storage: 'storages' };
const allAtOnce = 1_000;

type Answer<K extends Tab> = { items: RowOf[K][]; total: number; unknown: number };

// Of a path that depends on the tab TypeScript cannot tell what it answers; the table above says it.
const read = <K extends Tab>(tab: K, query: object, offset: number, limit: number, signal?: AbortSignal): Promise<Answer<K>> =>
  api.get(paths[tab as Tab], { query: { ...query, offset, limit }, ...(signal ? { signal } : {}) }) as Promise<unknown> as Promise<
    Answer<K>
  >;

/** The rows of a tab that fit the search, live. While another search is on its way, what was found before stays. */
export const useFleetRows = <K extends Tab>(tab: K, search: string, sort: string | undefined) => {
  const [window, setWindow] = useState<RowWindow<RowOf[K]>>();
  useEffect(() => {
    const query = queryOf({ search, sort });
    const next = new RowWindow<RowOf[K]>((offset, limit, signal) => read(tab, query, offset, limit, signal));
    setWindow(next);
    return () => next.dispose();
  }, [tab, search, sort]);

  useEvents(
    '/api/v1/fleet/events',
    ({ event, data }) => {
      if (event === 'loads' || event === 'reload') window?.refresh();
      else if (kinds[event] === tab) window?.change(JSON.parse(data) as RowOf[K]);
      else if (event === 'removed') {
        const gone = JSON.parse(data) as { kind: string; id: string };
        if (kinds[gone.kind] === tab) window?.remove(gone.id);
      }
    },
    () => window?.refresh(),
  );

  const rows = useSyncExternalStore(window?.subscribe ?? never, window?.snapshot ?? none<RowOf[K]>);
  const shown = useRef<{ tab: Tab; rows: Rows<RowOf[K]> }>({ tab, rows });
  // A search that is refused finds nothing, and says nothing of what was found before.
  const isRefused = rows.error !== undefined && rows.lines.length === 0;
  if ((!rows.isPending && !isRefused) || shown.current.tab !== tab) shown.current = { tab, rows };
  const readAll = useCallback(() => readEverything(tab, queryOf({ search, sort })), [tab, search, sort]);
  const isPending = shown.current.rows.isPending && !isRefused;
  return { rows: { ...shown.current.rows, isPending, error: rows.error }, window, readAll };
};

const readEverything = async <K extends Tab>(tab: K, query: object): Promise<RowOf[K][]> => {
  const rows: RowOf[K][] = [];
  while (true) {
    const { items, total } = await read(tab, query, rows.length, allAtOnce);
    rows.push(...items);
    if (items.length === 0 || rows.length >= total) return rows;
  }
};

const never = () => () => {};
const pending: Rows<never> = { lines: [], unknown: 0, held: 0, error: undefined, isPending: true };
const none = <T>(): Rows<T> => pending;
