import type { Failure } from './events';
import { failureParts } from './failure';
import { isContainer, type RunView, type Step, type Unit } from './run-view';

/** A failure of the run, where it happened. */
export type RunFailure = { key: string; error: Failure; step?: Step; unit?: Unit };

/** The failures that somebody has to look at: of targets and steps; those of containers and of the run only where nothing inside tells more. */
export const failuresOf = (view: RunView): RunFailure[] => {
  const all = [...view.steps.values()].flatMap((step): RunFailure[] => {
    const failed = [...step.units.values()].filter(
      (unit) => unit.id !== '' && unit.error && unit.status !== 'waiting' && unit.status !== 'running',
    );
    const ofTargets = failed.map((unit) => ({ key: `${step.path}#${unit.id}`, error: unit.error as Failure, step, unit }));
    if (ofTargets.length > 0 || !step.error || isContainer(step)) return ofTargets;
    return [{ key: step.path, error: step.error, step }];
  });
  const error = view.end?.error ?? view.ending?.error;
  return all.length > 0 || !error ? all : [{ key: 'run', error }];
};

/** Where a failure is, as it is written under it and in tickets: run, step, target, attempt. */
export const placeOf = ({ step, unit }: RunFailure, run: string): string =>
  [`run ${run}`, step?.path.replaceAll('/', ' / '), unit?.name, unit && `try ${unit.attempt}`].filter(Boolean).join(' / ');

export type Told = { title: string; detail?: string; said?: { by: string; text: string }; next?: string };

/** What happened, cut into its title and the rest. */
export const tell = ({ error }: RunFailure): Told => {
  const { what, said, next } = failureParts(error.message);
  const [, first = what, rest] = /^(.+?[.!?])\s+([\s\S]+)$/.exec(what) ?? [];
  return { title: first, detail: rest, said, next };
};
