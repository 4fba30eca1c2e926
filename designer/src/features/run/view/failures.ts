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
  // Who cancelled a run knows it: that is said in its head, and is no failure.
  const ended = view.end?.error ?? view.ending?.error;
  const error = ended?.code === 'run.cancelled' ? undefined : ended;
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

/** The same with a next step where it has none of its own. */
export const withNext = (told: Told, next: string | undefined): Told => (told.next || !next ? told : { ...told, next });

/** What happened in the words of another language, with the target that it happened to; the server's and the platform's own texts stay
 * as they are. */
export const inWords = ({ error, unit }: RunFailure, words: { title: string; next: string }): Told & { original: string } => {
  const { what, said } = failureParts(error.message);
  return { title: unit?.name ? `${unit.name}：${words.title}` : words.title, original: what, said, next: words.next };
};
