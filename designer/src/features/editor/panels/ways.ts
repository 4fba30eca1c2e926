import type { Activity, Body, Step } from '@/canvas/definition';
import { outcomesOf } from '@/canvas/outcomes';
import { readTransition } from '@/canvas/transitions';

export type Way = { outcome: string; adverse: boolean; to: string[] };

/** What follows each outcome of a step: `a -> b` is every outcome but the adverse ones. */
export const waysFrom = (body: Body, id: string, step: Step, activity: Activity | undefined): Way[] => {
  const own = (body.transitions ?? []).map(readTransition).filter((one) => one !== undefined && one.from === id);
  return outcomesOf(step, activity).map(({ name, adverse }) => ({
    outcome: name,
    adverse,
    to: own.filter((one) => (one?.outcome === undefined ? !adverse : one.outcome === name)).map((one) => one?.to ?? ''),
  }));
};
