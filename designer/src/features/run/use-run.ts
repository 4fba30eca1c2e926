import { useEffect, useRef, useState } from 'react';
import type { StreamState } from '@/live/event-stream';
import { useEvents } from '@/live/use-events';
import { noData, type RunData, withMore } from './view/data';
import type { Entry, LogLine } from './view/events';

/** What comes at once is shown at once: a run that has ended is read in one go. */
const gathering = 60;

/** A run's history and log, live. */
export const useRun = (id: string): { data: RunData; stream: StreamState; stuck: string | undefined } => {
  const [data, setData] = useState(noData);
  const [stuck, setStuck] = useState<string>();
  const came = useRef<{ entries: Entry[]; log: LogLine[]; timer?: ReturnType<typeof setTimeout> | undefined }>({ entries: [], log: [] });
  const stream = useEvents(`/api/v1/runs/${encodeURIComponent(id)}/events`, (message) => {
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
  useEffect(() => () => clearTimeout(came.current.timer), []);
  // A server that comes back tries again.
  return { data, stream, stuck: stream === 'live' && !data.view.end ? stuck : undefined };
};
