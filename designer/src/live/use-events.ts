import { useEffect, useEffectEvent, useState } from 'react';
import { followEvents, type StreamState } from './event-stream';
import { forget, reportLive, reportStale } from './liveness';
import type { SseMessage } from './sse-parser';

/** Follows a stream while the page is open, and shows in the header whether it is live: `useEvents('/api/v1/fleet/events', …)`.
 * Null follows nothing. */
export const useEvents = (url: string | null, onMessage: (message: SseMessage) => void, onGap?: () => void): StreamState => {
  const [state, setState] = useState<StreamState>('connecting');
  const take = useEffectEvent(onMessage);
  const gap = useEffectEvent(() => onGap?.());
  useEffect(() => {
    if (url === null) return;
    const stop = followEvents(url, {
      onMessage: (message) => take(message),
      onGap: () => gap(),
      onState: (now, { since }) => {
        setState(now);
        if (now === 'live') reportLive(url);
        else if (now === 'stale' && since) reportStale(url, since);
        else forget(url);
      },
    });
    return () => {
      stop();
      forget(url);
    };
  }, [url]);
  return state;
};
