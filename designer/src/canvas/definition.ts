import type { Schema } from '@/api/operations';

/** An activity as `GET /api/v1/activities` describes it, and all of them by name. */
export type Activity = Schema<'ActivityDescriptor'>;
export type Activities = Readonly<Record<string, Activity>>;

/** What is wrong with a definition. `step` is the path of the step concerned. */
export type Problem = Schema<'Problem'>;

export type Position = readonly [x: number, y: number];

/** A text on the canvas. The engine carries `notes` along and does not read them. */
export type Note = { id: string; at: Position; text: string; size?: Position };

/** `a -> b` (every outcome of a but the adverse ones), `a.failed -> b`, or the same as an object. */
export type RawTransition = string | { from: string; outcome?: string; to: string };

/** Steps and what leads from one to another: the workflow itself, or the inside of a container. */
export type Body = {
  steps?: Record<string, Step>;
  transitions?: readonly RawTransition[];
  layout?: Record<string, Position>;
  notes?: readonly Note[];
};

export type Step = Body & {
  activity: string;
  name?: string;
  description?: string;
  with?: Record<string, unknown>;
  approval?: { by: string | readonly string[]; expires?: string };
  retry?: {
    attempts?: number;
    backoff?: 'constant' | 'linear' | 'exponential';
    first?: string;
    max?: string;
    on?: string | readonly string[];
  };
  timeout?: string;
  join?: 'all' | 'any';
};

export type InputDefinition = {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  required?: boolean;
  [keyword: string]: unknown;
};

export type Policy = {
  concurrency?: { max?: number; whenBusy?: 'skip' | 'queue' | 'cancel-running' };
  onFailure?: 'stop' | 'roll-back';
  timeout?: string;
  limits?: { targets?: number; shareOfCluster?: number };
};

/** A workflow definition, as the API's JSON has it (`GET /api/v1/workflows/schema`). */
export type Definition = Body & {
  apiVersion?: string;
  id: string;
  name?: string;
  description?: string;
  inputs?: Record<string, InputDefinition>;
  outputs?: Record<string, unknown>;
  policy?: Policy;
  triggers?: readonly Record<string, unknown>[];
};

const containers: ReadonlySet<string> = new Set(['flow.for-each', 'flow.repeat', 'flow.scope']);

/** Whether the step holds steps of its own. */
export const isContainer = (step: Step): boolean => containers.has(step.activity) || step.steps !== undefined;
