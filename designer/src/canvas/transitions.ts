import type { RawTransition } from './definition';

/** @property outcome Undefined: every outcome but the adverse ones. */
export type Transition = { from: string; outcome?: string | undefined; to: string };

const form = /^\s*([^.\s>]+)(?:\.(\S(?:.{0,198}?\S)?))?\s*->\s*([^.\s>]+)\s*$/;

/** The transition, where it can be read as one; the server says what is wrong with the others. */
export const readTransition = (raw: RawTransition): Transition | undefined => {
  if (typeof raw !== 'string') return typeof raw?.from === 'string' && typeof raw.to === 'string' ? raw : undefined;
  const [, from, outcome, to] = form.exec(raw) ?? [];
  return from !== undefined && to !== undefined ? { from, outcome, to } : undefined;
};

export const writeTransition = ({ from, outcome, to }: Transition): RawTransition =>
  outcome === undefined ? `${from} -> ${to}` : `${from}.${outcome} -> ${to}`;

/** As it was written, with other ends: an object stays an object. */
export const rewriteTransition = (raw: RawTransition, change: Transition): RawTransition => {
  if (typeof raw === 'string') return writeTransition(change);
  const { outcome, ...ends } = change;
  return outcome === undefined ? ends : { ...ends, outcome };
};
