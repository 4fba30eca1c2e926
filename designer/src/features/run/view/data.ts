import type { Entry, LogLine } from './events';
import { fold } from './fold';
import { emptyView, type RunView } from './run-view';

/** All that the server has told of a run so far. */
export type RunData = { entries: readonly Entry[]; log: readonly LogLine[]; view: RunView };

export const noData: RunData = { entries: [], log: [], view: emptyView };

/** With what came since. What came already is passed over: the stream may repeat itself after a break. */
export const withMore = (data: RunData, entries: readonly Entry[], log: readonly LogLine[]): RunData => {
  const lastLine = data.log.at(-1)?.id ?? 0;
  const fresh = entries.filter(({ sequence }) => sequence > data.view.sequence);
  const lines = log.filter(({ id }) => id > lastLine);
  if (fresh.length === 0 && lines.length === 0) return data;
  return {
    entries: fresh.length === 0 ? data.entries : [...data.entries, ...fresh],
    log: lines.length === 0 ? data.log : [...data.log, ...lines],
    view: fold(data.view, fresh),
  };
};
