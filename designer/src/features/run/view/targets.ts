import type { Step, Unit, UnitStatus } from './run-view';

/** Failures first, then what needs somebody, then what goes, then what is done. */
const order: readonly UnitStatus[] = ['failed', 'not-known', 'waiting', 'running', 'cancelled', 'pending', 'skipped', 'completed'];

export type TargetFilter = { status: UnitStatus | 'all'; text: string };

export const targetsOf = (step: Step | undefined): Unit[] => (step?.overTargets ? [...step.units.values()] : []);

export const countTargets = (units: readonly Unit[]): { status: UnitStatus; count: number }[] => {
  const counts = new Map<UnitStatus, number>();
  for (const { status } of units) counts.set(status, (counts.get(status) ?? 0) + 1);
  return order.flatMap((status) => {
    const count = counts.get(status);
    return count ? [{ status, count }] : [];
  });
};

/** In the order of need, each in the order of the step; those that match. */
export const orderTargets = (units: readonly Unit[], filter: TargetFilter): Unit[] => {
  const text = filter.text.trim().toLowerCase();
  const matches = (unit: Unit): boolean =>
    (filter.status === 'all' || unit.status === filter.status) &&
    (text === '' || [unit.name, unit.message, unit.error?.code].some((part) => part?.toLowerCase().includes(text)));
  const ranks = new Map(order.map((status, rank) => [status, rank]));
  return units.filter(matches).sort((a, b) => (ranks.get(a.status) ?? 0) - (ranks.get(b.status) ?? 0));
};

/** The step whose targets are shown first: one with failures, else the last that goes, else the last that went. */
export const stepToShow = (steps: readonly Step[]): Step | undefined => {
  const withTargets = steps.filter((step) => step.overTargets && step.units.size > 0 && step.activity !== 'flow.scope');
  return (
    withTargets.find((step) => step.status === 'running' || step.status === 'waiting') ??
    withTargets.findLast((step) => [...step.units.values()].some(({ status }) => status === 'failed')) ??
    withTargets.at(-1)
  );
};
