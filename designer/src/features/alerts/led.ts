import type { Schema } from '@/api/operations';
import type { State } from '@/marks/shapes';
import { stateOf } from '@/marks/state-of';

export type Alert = Schema<'AlertView'>;
export type Outcome = Alert['outcomes'][number];

type Word =
  | 'run'
  | 'recommended'
  | 'starting'
  | 'notYet'
  | 'notStarted'
  | 'skipped'
  | 'held'
  | 'cleared'
  | 'joined'
  | 'noTarget'
  | 'selfInflicted'
  | 'tooMany'
  | 'loop'
  | 'noRule'
  | 'new';

/** What an alert led to by one rule: how it is marked, and why. */
export type Led = { state: State; word: Word; runId?: string; why: string | undefined; outcome?: Outcome };

const kinds: Record<string, [Word, State]> = {
  joined: ['joined', 'completed'],
  held: ['held', 'waiting'],
  counting: ['held', 'waiting'],
  'waiting-for-others': ['held', 'waiting'],
  'ended-early': ['cleared', 'cancelled'],
  'no-target': ['noTarget', 'rejected'],
  'self-inflicted': ['selfInflicted', 'skipped'],
  'too-many': ['tooMany', 'stuck'],
  loop: ['loop', 'stuck'],
};

/** By one rule. */
export const ledBy = (outcome: Outcome): Led => {
  const { firing, kind, message } = outcome;
  if (firing?.runId) {
    const state = firing.run ? stateOf(firing.run.status, firing.run.handledFailures) : 'completed';
    return { state, word: 'run', runId: firing.runId, why: message, outcome };
  }
  if (firing && kind !== 'loop') {
    const why = firing.why ?? message;
    if (firing.status === 'recommended') return { state: 'waiting', word: 'recommended', why: message, outcome };
    if (firing.status === 'failed') return { state: 'failed', word: 'notStarted', why, outcome };
    if (firing.status === 'pending')
      return firing.code
        ? { state: 'waiting', word: 'notYet', why, outcome }
        : { state: 'queued', word: 'starting', why: message, outcome };
    return { state: 'skipped', word: 'skipped', why, outcome };
  }
  const [word, state] = Object.hasOwn(kinds, kind) ? (kinds[kind] as [Word, State]) : (['skipped', 'skipped'] as const);
  return { state, word, why: message, outcome };
};

/** What matters more comes first: what needs somebody, then what runs, then what waits. */
const order: readonly Word[] = ['notStarted', 'recommended', 'notYet', 'run', 'noTarget', 'starting', 'loop', 'tooMany', 'held', 'joined'];
const rank = ({ word }: Led): number => (order.includes(word) ? order.indexOf(word) : order.length);

/** What one line tells of an alert that several rules looked at. */
export const ledOf = (alert: Pick<Alert, 'outcomes' | 'finding'>): Led => {
  const all = alert.outcomes.map(ledBy).toSorted((one, other) => rank(one) - rank(other));
  return all[0] ?? { state: 'pending', word: alert.finding ? 'noRule' : 'new', why: undefined };
};

/** The one thing that a row offers. */
export type Action = 'review' | 'retry' | 'open' | 'look' | 'rule' | undefined;

export const actionOf = ({ word }: Led): Action => {
  if (word === 'recommended') return 'review';
  if (word === 'notStarted') return 'retry';
  if (word === 'run') return 'open';
  if (word === 'noTarget' || word === 'notYet' || word === 'loop') return 'look';
  return word === 'noRule' ? 'rule' : undefined;
};
