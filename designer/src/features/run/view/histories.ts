import type { Entry } from './events';

/** A run as a real server recorded it, and how that server said it stood. */
export type Recorded = {
  history: Entry[];
  status: string;
  handledFailures: boolean;
  steps: Record<string, [status: string, outcome: string | null, targets: [name: string, status: string][]]>;
};

const files = import.meta.glob<string>('./histories/*.jsonl', { query: '?raw', import: 'default', eager: true });

export const recorded = (name: string): Recorded => {
  const [head = '', ...entries] = (files[`./histories/${name}.jsonl`] ?? '').trim().split('\n');
  return { ...(JSON.parse(head) as Omit<Recorded, 'history'>), history: entries.map((line) => JSON.parse(line) as Entry) };
};

export const recordings = Object.keys(files).map((path) => path.slice('./histories/'.length, -'.jsonl'.length));
