import { describe, expect, it, vi } from 'vitest';
import { followEvents, type StreamState } from './event-stream';

/** A server that answers each connection with the next of these, and then never again. */
const serve = (...answers: (string | number | Error)[]) => {
  const asked: (string | null)[] = [];
  const fetch = vi.fn((_: string, init: RequestInit) => {
    asked.push(new Headers(init.headers).get('Last-Event-ID'));
    const answer = answers.shift();
    if (answer === undefined) return new Promise<Response>(() => {});
    if (answer instanceof Error) return Promise.reject(answer);
    if (typeof answer === 'number') return Promise.resolve(Response.json({ code: 'run.not-found', detail: 'No.' }, { status: answer }));
    return Promise.resolve(new Response(answer));
  });
  vi.stubGlobal('fetch', fetch);
  return asked;
};

const follow = (until: number) => {
  const seen: string[] = [];
  const states: StreamState[] = [];
  const gaps: number[] = [];
  const reached = new Promise<void>((resolve) => {
    const stop = followEvents(
      '/events',
      {
        onMessage: ({ data }) => seen.push(data),
        onState: (state) => {
          states.push(state);
          if (states.length === until) {
            stop();
            resolve();
          }
        },
        onGap: () => gaps.push(seen.length),
      },
      () => Promise.resolve(),
    );
  });
  return { reached, seen, states, gaps };
};

const message = (id: string, data: string): string => `id: ${id}\ndata: ${data}\n\n`;

describe('EventStream', () => {
  it('Follow_BrokenConnection_GoesOnAfterTheLastIdWithoutDoubles', async () => {
    const asked = serve(message('1', 'a') + message('2', 'b'), `${message('2', 'b')}${message('3', 'c')}event: end\ndata: {}\n\n`);
    const { reached, seen, states, gaps } = follow(5);
    await reached;
    expect(asked).toEqual([null, '2']);
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(states).toEqual(['connecting', 'live', 'stale', 'live', 'ended']);
    expect(gaps).toEqual([]);
  });

  it('Follow_StreamWithoutIds_TellsOfTheGap', async () => {
    serve('data: a\n\n', new Error('cut'), 'data: b\n\nevent: end\ndata: {}\n\n');
    const { reached, seen, states, gaps } = follow(6);
    await reached;
    expect(seen).toEqual(['a', 'b']);
    expect(states).toEqual(['connecting', 'live', 'stale', 'stale', 'live', 'ended']);
    expect(gaps).toEqual([1]);
  });

  it('Follow_Refused_IsNotAskedAgain', async () => {
    const asked = serve(404, message('1', 'a'));
    const { reached, seen, states } = follow(2);
    await reached;
    expect([asked.length, seen, states]).toEqual([1, [], ['connecting', 'refused']]);
  });

  it('Stop_WhileConnected_GivesNothingMore', async () => {
    serve(message('1', 'a') + message('2', 'b'));
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      const stop = followEvents('/events', {
        onMessage: ({ data }) => {
          seen.push(data);
          stop();
          resolve();
        },
      });
    });
    expect(seen).toEqual(['a']);
  });
});
