import type { Schema } from '@/api/operations';

type Run = Schema<'RunSummary'>;

export const activeStatuses = 'queued,running,waiting,paused,failing,cancelling,rolling-back';
export const dayOf = (now: number): string => new Date(Math.floor(now / 60_000) * 60_000 - 86_400_000).toISOString();

/** What somebody should look at. A run that failed and was rolled back left nothing behind; one that could not be, did. */
export const hasFailed = ({ status }: Pick<Run, 'status'>): boolean => status === 'failed' || status === 'roll-back-incomplete';

export type Slot = { completed: number; failed: number; other: number };

/** The runs of a day in half hours, the oldest first, by when they began. */
export const slots = (runs: readonly Run[], now: number, count = 48): Slot[] => {
  const found = Array.from({ length: count }, (): Slot => ({ completed: 0, failed: 0, other: 0 }));
  const length = 86_400_000 / count;
  for (const run of runs) {
    const age = now - new Date(run.startedAt ?? run.createdAt).getTime();
    const slot = found[count - 1 - Math.floor(Math.max(0, age) / length)];
    if (slot) slot[run.status === 'completed' ? 'completed' : hasFailed(run) ? 'failed' : 'other']++;
  }
  return found;
};

type Trigger = Schema<'TriggerAnswer'>;

export type Need =
  | { kind: 'approval'; at: string; approval: Schema<'ApprovalView'> }
  | { kind: 'recommended'; at: string; trigger: Trigger }
  | { kind: 'stuck' | 'failed'; at: string; run: Run };

/** What somebody has to look at: approvals first, the one that expires first before the others; then what is stuck; then what triggers
 * recommend; then what failed, newest first. */
export const needs = (
  approvals: readonly Schema<'ApprovalView'>[],
  active: readonly Run[],
  failed: readonly Run[],
  triggers: readonly Trigger[],
): Need[] => {
  const expiry = (approval: Schema<'ApprovalView'>): string => approval.expiresAt ?? '9';
  const newest = (one: Run, other: Run): number => other.createdAt.localeCompare(one.createdAt);
  return [
    ...[...approvals]
      .sort((one, other) => expiry(one).localeCompare(expiry(other)) || one.requestedAt.localeCompare(other.requestedAt))
      .map((approval): Need => ({ kind: 'approval', at: approval.expiresAt ?? approval.requestedAt, approval })),
    ...active.filter(({ status }) => status === 'stuck').map((run): Need => ({ kind: 'stuck', at: run.startedAt ?? run.createdAt, run })),
    ...triggers
      .filter(({ status }) => status.recommended > 0)
      .map((trigger): Need => ({ kind: 'recommended', at: trigger.status.lastFiring?.dueAt ?? trigger.updatedAt, trigger })),
    ...[...failed].sort(newest).map((run): Need => ({ kind: 'failed', at: run.endedAt ?? run.createdAt, run })),
  ];
};

const order = ['running', 'failing', 'rolling-back', 'cancelling', 'waiting', 'paused', 'queued'];

/** What runs comes before what waits, and that before what is queued; the oldest first. */
export const inOrder = (runs: readonly Run[]): Run[] =>
  [...runs].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status) || one.createdAt.localeCompare(other.createdAt));

/** How far a run is, over the targets of all its steps; and why it waits. */
export const standing = (run: Schema<'RunDetail'>) => {
  const steps = Object.entries(run.steps);
  const targets = steps.flatMap(([, step]) => step.targets ?? []);
  const waits = steps.find(([, step]) => step.waiting)?.[1].waiting ?? targets.find(({ waiting }) => waiting)?.waiting;
  return {
    total: targets.length,
    done: targets.filter(({ status }) => ['completed', 'skipped', 'failed', 'cancelled'].includes(status)).length,
    failed: targets.filter(({ status }) => status === 'failed').length,
    waits: waits && { for: waits.for, message: waits.message },
    step: steps.find(([, step]) => step.status === 'running')?.[0],
  };
};
