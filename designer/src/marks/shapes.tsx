import type { ReactNode } from 'react';

/** What a run, a step or a target can be in. The word is a text of this folder, the tone a token of the theme. */
export const states = {
  queued: { tone: 'neutral' },
  pending: { tone: 'neutral' },
  running: { tone: 'running' },
  failing: { tone: 'failed' },
  waiting: { tone: 'waiting' },
  paused: { tone: 'paused' },
  completed: { tone: 'completed' },
  handled: { tone: 'completed' },
  failed: { tone: 'failed' },
  rejected: { tone: 'failed' },
  expired: { tone: 'failed' },
  cancelling: { tone: 'neutral' },
  cancelled: { tone: 'neutral' },
  skipped: { tone: 'neutral' },
  'dropped-out': { tone: 'neutral' },
  'not-known': { tone: 'waiting' },
  'rolling-back': { tone: 'rolling-back' },
  'rolled-back': { tone: 'rolling-back' },
  'roll-back-incomplete': { tone: 'failed' },
  stuck: { tone: 'failed' },
  stale: { tone: 'neutral' },
} as const;

export type State = keyof typeof states;

const octagon = 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z';
const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
const cut = { ...line, stroke: 'var(--surface)', strokeWidth: 1.8 } as const;

const ring = <circle cx="8" cy="8" r="5.7" {...line} />;
const dashedRing = <circle cx="8" cy="8" r="5.7" {...line} strokeDasharray="2.2 2.3" />;
const disc = <circle cx="8" cy="8" r="6.5" fill="currentColor" />;
const tick = <path d="M5.2 8.2l2 2 3.7-4.2" {...cut} />;
const triangle = (
  <>
    <path d="M8 1.8l6.6 12H1.4z" fill="currentColor" stroke="currentColor" strokeWidth="1" strokeLinejoin="round" />
    <path d="M8 6v3.6M8 11.9v.1" {...cut} />
  </>
);
const running = (
  <>
    <circle cx="8" cy="8" r="5.7" {...line} opacity=".3" />
    <path className="mark-arc" d="M8 2.3a5.7 5.7 0 0 1 5.7 5.7" {...line} />
    <circle cx="8" cy="8" r="2" fill="currentColor" />
  </>
);
const back = 'M5.4 6.6h3.9a2 2 0 0 1 0 4H7M5.4 6.6l1.8-1.8M5.4 6.6l1.8 1.8';
const chevron = <path d="M7 5.8L9.2 8 7 10.2" {...line} />;
const refused = (
  <>
    <path d={octagon} {...line} />
    <path d="M5.4 8h5.2" {...line} />
  </>
);

/** Shape first, then colour, always a word: no two states of different meaning share a shape. */
export const shapes: Record<State, ReactNode> = {
  queued: ring,
  pending: ring,
  running,
  failing: running,
  waiting: <path d="M4 2h8M4 14h8M4.8 2v2.4L8 8l3.2-3.6V2M4.8 14v-2.4L8 8l3.2 3.6V14" {...line} />,
  paused: (
    <>
      <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2.5" fill="currentColor" />
      <path d="M6.2 5.4v5.2M9.8 5.4v5.2" {...cut} />
    </>
  ),
  completed: (
    <>
      {disc}
      {tick}
    </>
  ),
  handled: (
    <>
      {disc}
      {tick}
      <path d="M12 8.6l3.6 6.6H8.4z" fill="var(--waiting-edge)" stroke="var(--surface)" strokeWidth="1" />
    </>
  ),
  failed: (
    <>
      <path d={octagon} fill="currentColor" />
      <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" {...cut} />
    </>
  ),
  rejected: refused,
  expired: refused,
  cancelling: (
    <>
      <path d="M8 2.3a5.7 5.7 0 1 0 5.7 5.7" {...line} />
      <path d="M4 12l8-8" {...line} />
    </>
  ),
  cancelled: (
    <>
      {ring}
      <path d="M4 12l8-8" {...line} />
    </>
  ),
  skipped: (
    <>
      {dashedRing}
      {chevron}
    </>
  ),
  'dropped-out': (
    <>
      {dashedRing}
      {chevron}
    </>
  ),
  'not-known': (
    <>
      <path d="M8 1.5L14.5 8 8 14.5 1.5 8z" {...line} />
      <path d="M6.6 6.8a1.4 1.4 0 1 1 2 1.3c-.4.2-.6.4-.6.8M8 10.9v.1" {...line} strokeWidth={1.3} />
    </>
  ),
  'rolling-back': (
    <>
      {ring}
      <path d={back} {...line} strokeWidth={1.3} />
    </>
  ),
  'rolled-back': (
    <>
      {disc}
      <path d={back} {...cut} strokeWidth={1.4} />
    </>
  ),
  'roll-back-incomplete': triangle,
  stuck: triangle,
  stale: dashedRing,
};
