import type { Schema } from '@/api/operations';
import type { Outcome } from '../led';

export type Step =
  | { at: string; kind: 'accepted' }
  | { at: string; kind: 'fires'; severity: string | null }
  | { at: string; kind: 'resolved' }
  | { at: string; kind: 'target'; note: string; causedBy: string | undefined }
  | { at: string; kind: 'rule'; outcome: Outcome };

const order: readonly Step['kind'][] = ['accepted', 'fires', 'resolved', 'target', 'rule'];

/** An alert from its beginning: when it came, what it was found to be about, how it went on, and what rules made of it. */
export const stepsOf = ({ alert, episode }: Schema<'AlertDetail'>): Step[] => {
  const steps: Step[] = [{ at: alert.receivedAt, kind: 'accepted' }];
  if (alert.finding)
    steps.push({
      at: alert.receivedAt,
      kind: 'target',
      note: alert.finding.targetNote,
      causedBy: alert.finding.causedByNote ?? undefined,
    });
  // That it fires is said by its coming.
  for (const { at, status, severity } of episode)
    if (at !== alert.receivedAt || status !== 'firing')
      steps.push(status === 'firing' ? { at, kind: 'fires', severity: severity ?? null } : { at, kind: 'resolved' });
  for (const outcome of alert.outcomes) steps.push({ at: outcome.at, kind: 'rule', outcome });
  return steps.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at) || order.indexOf(one.kind) - order.indexOf(other.kind));
};
