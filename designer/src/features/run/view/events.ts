/** What a run's history says, as far as it is shown. The server's own names; a type that is not here is kept as a line and changes nothing. */
export type Entry = { sequence: number; type: string; at: string; data: unknown };
export type LogLine = { id: number; step: string; target: string | null; at: string; text: string };

export type Failure = { code: string; message: string };
type Target = { id: string; name: string; connection?: string; cluster?: string };
type OnStep = { path: string };
type OnUnit = OnStep & { unit: string };
/** `undo` is the path of what the undo itself does; `path` the step that it takes back. */
type OnUndo = OnUnit & { undo: string };
type OnOperation = OnUnit & { operation: string; generation: number };
type Settled = 'completed' | 'failed' | 'skipped' | 'cancelled';

export type RunEvents = {
  'run.created': {
    runId: string;
    workflow: string;
    version: number;
    inputs: unknown;
    trigger: { kind: string; name?: string; by?: string };
    reason?: string;
    parent?: { runId: string };
    rerunOf?: string;
  };
  'run.admitted': Record<string, never>;
  'run.paused': { by?: string };
  'run.resumed': { by?: string };
  'run.cancel-requested': { by?: string; reason?: string };
  'run.ended': {
    status: 'completed' | 'failed' | 'cancelled' | 'rolled-back' | 'roll-back-incomplete';
    outputs?: unknown;
    error?: Failure;
    handledFailures?: boolean;
  };
  'scope.ending': { frame: string; cause: string; error?: Failure };
  'step.started': OnStep & { activity: string; input: unknown; due?: string; units: 'none' | 'now' | 'after-approval' | 'targets' };
  'step.settled': OnStep & { status: Settled; outcome?: string; output?: unknown; error?: Failure };
  'step.skipped': OnStep;
  'step.taken-over': OnStep & {
    status: Settled;
    outcome?: string;
    output?: unknown;
    units?: { target: Target; status?: Settled; message?: string }[];
  };
  'targets.selected': OnStep & { targets: Target[] };
  'approval.requested': OnStep & { message: string; by?: string[]; expires?: string };
  'approval.decided': OnStep & { approved: boolean; by?: string; reason?: string };
  'iteration.started': OnStep & { frame: string; index?: number };
  'iteration.settled': OnStep & { frame: string; index: number; status: Settled; message?: string };
  'signal.received': { id: string; name: string };
  'signal.consumed': OnStep & { id: string };
  'child.started': OnStep & { childRunId: string };
  'unit.started': OnUnit & { attempt: number };
  'unit.waiting': OnUnit & { heldBy: string };
  'unit.held': OnUnit & { reason: string };
  'unit.retrying': OnUnit & { attempt: number; due: string; error: Failure };
  'unit.deferred': OnUnit & { due: string; message: string };
  'unit.settled': OnUnit & { status: Settled; message?: string; error?: Failure };
  'operation.intended': OnOperation & { key: string };
  'operation.started': OnOperation & { handle: string };
  'operation.settled': OnOperation & { confirmed: boolean; error?: Failure };
  'roll-back.requested': { by?: string; reason?: string };
  'roll-back.started': { after: string; error?: Failure; by?: string; reason?: string };
  'undo.started': OnUndo & { attempt: number };
  'undo.settled': OnUndo & { status: Settled; message?: string; error?: Failure };
  'undo.inherited': { from: string; units: { path: string; target: Target }[] };
  'undo.handed-on': { to: string };
};

export type EventType = keyof RunEvents;
