import type { Entry, LogLine } from './events';
import { failureParts } from './failure';

/** A line of the log: what a step wrote, or an event of the history that says what was done. `code` is the text to translate. */
export type Line = {
  key: string;
  at: string;
  path: string;
  unit?: string;
  target?: string;
  code: LineCode;
  values: Record<string, string | number>;
  tone: 'plain' | 'failed' | 'waiting';
};

type LineCode =
  | 'text'
  | 'selected'
  | 'started'
  | 'waiting'
  | 'held'
  | 'retrying'
  | 'deferred'
  | 'intended'
  | 'taken'
  | 'confirmed'
  | 'unconfirmed'
  | 'refused'
  | 'settledCompleted'
  | 'settledFailed'
  | 'settledSkipped'
  | 'settledCancelled'
  | 'stepStarted'
  | 'stepSettled'
  | 'stepFailed'
  | 'asked'
  | 'approved'
  | 'rejected'
  | 'paused'
  | 'resumed'
  | 'cancelRequested'
  | 'signal'
  | 'child'
  | 'rollBackRequested'
  | 'rollBackStarted'
  | 'undoStarted'
  | 'undoCompleted'
  | 'undoFailed'
  | 'undoSkipped'
  | 'undoCancelled'
  | 'handedOn'
  | 'ended';

type Loose = Record<string, unknown> & { error?: { code: string; message: string } };
type Told = [code: LineCode, values?: Record<string, string | number>, tone?: Line['tone']];

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
const said = (data: Loose): string => {
  const message = data.error?.message ?? text(data.message);
  return failureParts(message).said?.text ?? message;
};

const tellers: Record<string, (data: Loose) => Told> = {
  'targets.selected': (data) => ['selected', { count: (data.targets as unknown[]).length }],
  'unit.started': (data) => ['started', { attempt: Number(data.attempt) }],
  'unit.waiting': (data) => ['waiting', { run: text(data.heldBy).slice(-6) }, 'waiting'],
  'unit.held': (data) => ['held', { message: text(data.reason) }, 'waiting'],
  'unit.retrying': (data) => ['retrying', { attempt: Number(data.attempt), message: said(data) }, 'waiting'],
  'unit.deferred': (data) => ['deferred', { message: text(data.message) }, 'waiting'],
  'unit.settled': (data) =>
    data.status === 'failed'
      ? ['settledFailed', { code: text(data.error?.code), message: said(data) }, 'failed']
      : [
          data.status === 'skipped' ? 'settledSkipped' : data.status === 'cancelled' ? 'settledCancelled' : 'settledCompleted',
          { message: text(data.message) },
        ],
  'operation.intended': (data) => ['intended', { operation: text(data.operation) }],
  'operation.started': (data) => ['taken', { operation: text(data.operation), handle: text(data.handle) }],
  'operation.settled': (data) =>
    data.error
      ? ['refused', { operation: text(data.operation), message: said(data) }, 'failed']
      : [data.confirmed ? 'confirmed' : 'unconfirmed', { operation: text(data.operation) }, data.confirmed ? 'plain' : 'waiting'],
  'step.started': () => ['stepStarted'],
  'step.settled': (data) =>
    data.error
      ? ['stepFailed', { code: data.error.code, message: said(data) }, 'failed']
      : ['stepSettled', { outcome: text(data.outcome ?? data.status) }],
  'approval.requested': (data) => ['asked', { message: text(data.message) }, 'waiting'],
  'approval.decided': (data) => [data.approved ? 'approved' : 'rejected', { by: text(data.by), reason: text(data.reason) }],
  'run.paused': (data) => ['paused', { by: text(data.by) }],
  'run.resumed': (data) => ['resumed', { by: text(data.by) }],
  'run.cancel-requested': (data) => ['cancelRequested', { by: text(data.by), reason: text(data.reason) }, 'waiting'],
  'signal.received': (data) => ['signal', { name: text(data.name) }],
  'child.started': (data) => ['child', { run: text(data.childRunId) }],
  'roll-back.requested': (data) => ['rollBackRequested', { by: text(data.by), reason: text(data.reason) }, 'waiting'],
  'roll-back.started': (data) => ['rollBackStarted', { by: text(data.by), reason: text(data.reason) }, 'waiting'],
  'undo.started': (data) => ['undoStarted', { attempt: Number(data.attempt) }],
  'undo.settled': (data) =>
    data.status === 'failed'
      ? ['undoFailed', { code: text(data.error?.code), message: said(data) }, 'failed']
      : [
          data.status === 'skipped' ? 'undoSkipped' : data.status === 'cancelled' ? 'undoCancelled' : 'undoCompleted',
          { message: text(data.message) },
        ],
  'undo.handed-on': (data) => ['handedOn', { run: text(data.to).slice(-6) }],
  'run.ended': (data) => [
    'ended',
    { status: text(data.status) },
    data.status === 'failed' || data.status === 'roll-back-incomplete' ? 'failed' : 'plain',
  ],
};

/** The history and the log of the steps as one, by time; each once. */
export const linesOf = (entries: readonly Entry[], log: readonly LogLine[], names: ReadonlyMap<string, string>): Line[] => {
  // What an undo does stands under the step that it takes back.
  const steps = new Map(
    entries.flatMap(({ data }): [string, string][] => {
      const { undo, path } = data as Loose;
      return undo ? [[text(undo), text(path)]] : [];
    }),
  );
  const told = entries.flatMap((entry): Line[] => {
    const data = entry.data as Loose;
    const teller = Object.hasOwn(tellers, entry.type) ? tellers[entry.type] : undefined;
    if (!teller) return [];
    const [code, values = {}, tone = 'plain'] = teller(data);
    const unit = text(data.unit) || undefined;
    return [
      {
        key: `e${entry.sequence}`,
        at: entry.at,
        path: steps.get(text(data.path)) ?? text(data.path),
        unit,
        target: unit && (names.get(unit) ?? unit),
        code,
        values,
        tone,
      },
    ];
  });
  const written = log.map(
    (line): Line => ({
      key: `l${line.id}`,
      at: line.at,
      path: line.step,
      target: line.target ?? undefined,
      code: 'text',
      values: { text: line.text },
      tone: 'plain',
    }),
  );
  return [...told, ...written].sort((a, b) => a.at.localeCompare(b.at));
};

export type LineFilter = { path?: string | null; target?: string | null; text: string };

/** Of one step with what is inside it, of one target, and those in which a text is found. */
export const filterLines = (lines: readonly Line[], filter: LineFilter, shown: (line: Line) => string): Line[] => {
  const wanted = filter.text.trim().toLowerCase();
  return lines.filter(
    (line) =>
      (!filter.path || line.path === filter.path || line.path.startsWith(`${filter.path}/`)) &&
      (!filter.target || line.target === filter.target) &&
      (wanted === '' || `${line.path} ${line.target ?? ''} ${shown(line)}`.toLowerCase().includes(wanted)),
  );
};
