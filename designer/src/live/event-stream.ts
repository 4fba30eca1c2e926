import { ApiProblem } from '@/api/problem';
import { signInAgain } from '@/api/signed-out';
import { makeSseParser, type SseMessage } from './sse-parser';

export type StreamState = 'connecting' | 'live' | 'stale' | 'ended' | 'refused';

export type StreamHandlers = {
  onMessage: (message: SseMessage) => void;
  onState?: (state: StreamState, detail: { since?: Date; problem?: ApiProblem }) => void;
  /** After a break, where the stream has no ids to go on from: what was missed must be read anew. */
  onGap?: () => void;
};

/** The server sends a sign of life each 20 s at the latest; without one for so long the connection is given up. */
const silence = 45_000;
const longestPause = 15_000;
/** Ids that are remembered, so that nothing is shown twice. */
const remembered = 2_000;

/** Follows a stream of server-sent events for ever: it comes back by itself and goes on after the last id that it saw. The event `end`
 * ends it. @returns what stops it. */
export const followEvents = (
  url: string,
  handlers: StreamHandlers,
  wait: (milliseconds: number) => Promise<void> = pause,
): (() => void) => {
  const stopped = new AbortController();
  void follow(url, handlers, wait, stopped.signal);
  return () => stopped.abort();
};

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function follow(url: string, handlers: StreamHandlers, wait: typeof pause, stopped: AbortSignal): Promise<void> {
  const inbox = makeInbox(handlers);
  const state: NonNullable<StreamHandlers['onState']> = (now, detail) => {
    if (!stopped.aborted) handlers.onState?.(now, detail);
  };
  let since: Date | undefined;
  for (let failures = 0; !stopped.aborted; failures++) {
    if (failures === 0) state('connecting', {});
    const outcome = await connect(url, inbox, stopped, () => {
      if (since && inbox.lastId() === null) handlers.onGap?.();
      [failures, since] = [0, undefined];
      state('live', {});
    });
    if (outcome === 'ended') return state('ended', {});
    if (outcome instanceof ApiProblem) return state('refused', { problem: outcome });
    since ??= new Date();
    state('stale', { since });
    await wait(Math.min(500 * 2 ** failures, longestPause));
  }
}

type Inbox = { lastId: () => string | null; take: (message: SseMessage) => void };

const makeInbox = (handlers: StreamHandlers): Inbox => {
  const seen = new Set<string>();
  let last: string | null = null;
  return {
    lastId: () => last,
    take: (message) => {
      if (message.id !== null) {
        if (seen.has(message.id)) return;
        seen.add(message.id);
        last = message.id;
        if (seen.size > remembered) seen.delete(seen.values().next().value as string);
      }
      handlers.onMessage(message);
    },
  };
};

/** @returns why it is over: the stream's end, a refusal that will not change, or a break. */
async function connect(url: string, inbox: Inbox, stopped: AbortSignal, onOpen: () => void): Promise<'ended' | 'broken' | ApiProblem> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), silence);
  try {
    const lastId = inbox.lastId();
    const response = await fetch(url, {
      headers: { Accept: 'text/event-stream', ...(lastId === null ? {} : { 'Last-Event-ID': lastId }) },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.any([stopped, silent.signal]),
    });
    if (response.status === 401) signInAgain();
    if (response.status >= 400 && response.status < 500) return await ApiProblem.of(response);
    if (!response.ok || !response.body) return 'broken';
    onOpen();
    const parse = makeSseParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), silence);
      for (const message of parse(piece.value)) {
        if (message.event === 'end') return 'ended';
        if (!stopped.aborted) inbox.take(message);
      }
    }
    return 'broken';
  } catch {
    return 'broken';
  } finally {
    clearTimeout(timer);
    // Frees the connection, whichever way this ended.
    silent.abort();
  }
}
