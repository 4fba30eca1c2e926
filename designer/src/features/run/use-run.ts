import { useEffect, useRef, useState } from 'react';
import type { StreamState } from '@/live/event-stream';
import { useEvents } from '@/live/use-events';
import { noData, type RunData, withMore } from './view/data';
import type { Entry, LogLine } from './view/events';

/** What comes at once is shown at once: a run that has ended is read in one go. */
const gathering = 60;

/** A run's history and log, live. `rollBack` is when its last roll-back began, as far as the server has said. */
export const useRun = (id: string, rollBack: string | undefined): { data: RunData; stream: StreamState; stuck: string | undefined } => {
  const [data, setData] = useState(noData);
  const [stuck, setStuck] = useState<string>();
  const came = useRef<{ entries: Entry[]; log: LogLine[]; timer?: ReturnType<typeof setTimeout> | undefined }>({ entries: [], log: [] });
  // A run that had ended and rolls back is followed again: what came already is passed over.
  const [round, setRound] = useState(0);
  const stream = useEvents(`/api/v1/runs/${encodeURIComponent(id)}/events${round === 0 ? '' : `?round=${round}`}`, (message) => {
    const box = came.current;
    if (message.event === 'log') box.log.push(JSON.parse(message.data) as LogLine);
    else if (message.event === 'stuck') setStuck((JSON.parse(message.data) as { because: string }).because);
    else if (message.event === 'message') box.entries.push(JSON.parse(message.data) as Entry);
    box.timer ??= setTimeout(() => {
      const { entries, log } = box;
      came.current = { entries: [], log: [] };
      // What grows is not stuck any more.
      if (entries.length > 0) setStuck(undefined);
      setData((before) => withMore(before, entries, log));
    }, gathering);
  });
  const isBehind = rollBack !== undefined && Date.parse(rollBack) !== Date.parse(data.view.rollBack?.since ?? '');
  useEffect(() => {
    if (isBehind && stream === 'ended') setRound((before) => before + 1);
  }, [isBehind, stream]);
  useEffect(() => () => clearTimeout(came.current.timer), []);
  // A server that comes back tries again.
  return { data, stream, stuck: stream === 'live' && !data.view.end ? stuck : undefined };
};
