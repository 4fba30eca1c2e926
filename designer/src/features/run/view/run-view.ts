import type { Failure, RunEvents } from './events';

/** Why something waits, and for whom. */
export type Wait =
  | { for: 'approval'; message: string; by: readonly string[]; until?: string }
  | { for: 'signal'; name: string; until?: string }
  | { for: 'delay'; until?: string }
  | { for: 'time'; message: string; until: string }
  | { for: 'run'; run: string }
  | { for: 'held'; run: string }
  | { for: 'automation'; message: string }
  | { for: 'retry'; attempt: number; until: string; message: string };

/** A stretch of time in which a unit did something or waited. */
export type Stretch = { kind: 'try' | 'wait'; from: string; to?: string; failed?: boolean };

export type Operation = { name: string; generation: number; since: string; handle?: string; settled: boolean; confirmed: boolean };

export type UnitStatus = 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'skipped' | 'cancelled' | 'not-known';

/** A step's work on one target; of a step without targets there is one, with an empty id. */
export type Unit = {
  id: string;
  name: string;
  connection?: string;
  status: UnitStatus;
  attempt: number;
  startedAt?: string;
  endedAt?: string;
  message?: string;
  error?: Failure;
  wait?: Wait;
  stretches: readonly Stretch[];
  operations: readonly Operation[];
};

type Approval = {
  message: string;
  by: readonly string[];
  askedAt: string;
  expires?: string;
  decision?: { approved: boolean; by?: string; reason?: string; at: string };
};

export type StepStatus = 'running' | 'waiting' | 'completed' | 'failed' | 'skipped' | 'cancelled' | 'rejected' | 'expired';

export type Step = {
  path: string;
  activity: string;
  status: StepStatus;
  outcome?: string;
  startedAt?: string;
  endedAt?: string;
  input?: unknown;
  output?: unknown;
  error?: Failure;
  due?: string;
  wait?: Wait;
  approval?: Approval;
  child?: string;
  takenOver: boolean;
  overTargets: boolean;
  selecting: boolean;
  units: ReadonlyMap<string, Unit>;
  iterations?: { started: number; settled: number; failed: number };
};

/** A unit of a step being taken back; its path is empty as long as nobody has said which step's. */
export type Undo = { path: string; unit: Unit };

type RollBack = { since: string; endedAt?: string; after: string; by?: string; reason?: string };

export type RunView = {
  /** How many events it is the fold of, and when the last one happened. */
  sequence: number;
  at?: string;
  created?: RunEvents['run.created'];
  createdAt?: string;
  startedAt?: string;
  endedAt?: string;
  paused?: { by?: string; at: string };
  cancel?: { by?: string; reason?: string; at: string };
  ending?: RunEvents['scope.ending'];
  end?: RunEvents['run.ended'];
  steps: ReadonlyMap<string, Step>;
  /** The last roll-back; it goes while the run has not ended. */
  rollBack?: RollBack;
  /** What is, or was, taken back, by the path of the undo. */
  undos: ReadonlyMap<string, Undo>;
  /** Names of targets that only an earlier run knew. */
  inherited: ReadonlyMap<string, string>;
};

export const emptyView: RunView = { sequence: 0, steps: new Map(), undos: new Map(), inherited: new Map() };

const containers = new Set(['flow.scope', 'flow.for-each', 'flow.repeat']);
export const isContainer = (step: Step): boolean => containers.has(step.activity);

export const isSettled = (step: Step): boolean => step.status !== 'running' && step.status !== 'waiting';

/** Whether the server itself has something to do for the step now; running beats waiting. */
const isAtWork = (step: Step): boolean => {
  if (isSettled(step)) return false;
  if (step.selecting || (step.activity === 'flow.run-workflow' && step.child === undefined)) return true;
  return (
    step.activity !== 'flow.scope' && [...step.units.values()].some((unit) => unit.status === 'running' || unit.status === 'not-known')
  );
};

/** The run's status in the API's words. */
export const statusOf = (view: RunView): string => {
  if (view.end) return view.end.status;
  if (!view.startedAt) return view.paused ? 'paused' : 'queued';
  if (view.rollBack) return view.paused ? 'paused' : 'rolling-back';
  if (view.cancel) return 'cancelling';
  if (view.ending) return 'failing';
  if (view.paused) return 'paused';
  const active = [...view.steps.values()].filter((step) => !isSettled(step));
  return active.length === 0 || active.some(isAtWork) ? 'running' : 'waiting';
};

/** What the platforms have been asked for and have not answered yet. */
export const inFlight = (view: RunView): { step: Step; unit: Unit; operation: Operation }[] =>
  [...view.steps.values()].flatMap((step) =>
    [...step.units.values()].flatMap((unit) =>
      unit.operations.filter((operation) => !operation.settled).map((operation) => ({ step, unit, operation })),
    ),
  );

/** The step of the definition that a step of the run is: `each/3/look` is `each/look`. */
export const definitionPath = (path: string): string =>
  path
    .split('/')
    .filter((part) => !/^\d+$/.test(part))
    .join('/');
