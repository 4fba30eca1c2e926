import type { Entry } from './events';
import type { RunView, Step, StepStatus, Undo, Unit, UnitStatus } from './run-view';

/** A stretch of a row. `state` decides its colour. */
type Bar = { from: number; to: number; state: StepStatus | UnitStatus | 'rolling-back' | 'rolled-back'; open: boolean };
/** `approval` rows are the wait at a step's gate; `target` rows what stands out of its targets; `undo` rows how a step was taken back. */
export type Row = {
  key: string;
  kind: 'step' | 'approval' | 'target' | 'undo';
  path: string;
  name: string;
  unit?: string;
  depth: number;
  bars: Bar[];
};

/** Per step at most so many targets, those that failed or took long to wait; the table has them all. */
const targetsShown = 4;

const time = (at: string): number => new Date(at).getTime();

export const timelineRows = (view: RunView, now: number): Row[] =>
  [...view.steps.values()]
    .filter((step) => step.startedAt)
    .sort((a, b) => time(a.startedAt ?? '') - time(b.startedAt ?? '') || depthOf(a) - depthOf(b))
    .flatMap((step) => rowsOf(step, now))
    .concat(undoRows(view, now));

/** One for each step that was taken back, in that order; from its first undo to its last. */
const undoRows = (view: RunView, now: number): Row[] => {
  const byPath = new Map<string, Undo[]>();
  for (const undo of view.undos.values())
    if (undo.path !== '' && undo.unit.startedAt) byPath.set(undo.path, [...(byPath.get(undo.path) ?? []), undo]);
  return [...byPath].map(([path, undos]) => {
    const open = undos.some(({ unit }) => !unit.endedAt);
    const failed = undos.some(({ unit }) => unit.status === 'failed');
    return {
      key: `${path}#undo`,
      kind: 'undo',
      path,
      name: '',
      depth: 0,
      bars: [
        {
          from: Math.min(...undos.map(({ unit }) => time(unit.startedAt ?? ''))),
          to: open ? now : Math.max(...undos.map(({ unit }) => time(unit.endedAt ?? ''))),
          state: failed ? 'failed' : open ? 'rolling-back' : 'rolled-back',
          open,
        },
      ],
    };
  });
};

const depthOf = (step: Step): number => step.path.split('/').length - 1;

const rowsOf = (step: Step, now: number): Row[] => {
  const from = time(step.startedAt ?? '');
  const base = { path: step.path, depth: depthOf(step) };
  const acting = step.approval?.decision ? time(step.approval.decision.at) : step.approval ? undefined : from;
  // A question is nothing but its wait; a gate is a wait before the step's own work.
  const asks = step.activity === 'flow.approve';
  const gate: Row[] =
    step.approval && !asks
      ? [
          {
            ...base,
            key: `${step.path}#approval`,
            kind: 'approval',
            name: '',
            bars: [waited(step.approval, step.endedAt, now)],
          },
        ]
      : [];
  const own: Row = {
    ...base,
    key: step.path,
    kind: 'step',
    name: step.path.split('/').at(-1) ?? step.path,
    bars:
      asks && step.approval
        ? [waited(step.approval, step.endedAt, now)]
        : acting === undefined
          ? []
          : [{ from: acting, to: step.endedAt ? time(step.endedAt) : now, state: step.status, open: !step.endedAt }],
  };
  return [...gate, own, ...outstanding(step).map((unit) => targetRow(step, unit, base.depth, now))];
};

const waited = ({ askedAt, decision }: NonNullable<Step['approval']>, endedAt: string | undefined, now: number): Bar =>
  bar(askedAt, decision?.at ?? endedAt, 'waiting', now);

const outstanding = (step: Step): Unit[] => {
  if (!step.overTargets || step.activity === 'flow.scope') return [];
  const rank = (unit: Unit): number => ['failed', 'not-known', 'waiting'].indexOf(unit.status);
  const notable = [...step.units.values()].filter((unit) => unit.stretches.length > 0 && (rank(unit) >= 0 || unit.attempt > 1));
  return notable.sort((a, b) => ((rank(a) + 4) % 4) - ((rank(b) + 4) % 4)).slice(0, targetsShown);
};

const targetRow = (step: Step, unit: Unit, depth: number, now: number): Row => ({
  key: `${step.path}#${unit.id}`,
  kind: 'target',
  path: step.path,
  name: unit.name,
  unit: unit.id,
  depth: depth + 1,
  bars: unit.stretches.map((stretch) =>
    bar(
      stretch.from,
      stretch.to,
      stretch.kind === 'wait' ? 'waiting' : stretch.failed ? 'failed' : stretch.to ? unit.status : 'running',
      now,
    ),
  ),
});

const bar = (from: string, to: string | undefined, state: Bar['state'], now: number): Bar => ({
  from: time(from),
  to: to ? time(to) : now,
  state,
  open: !to,
});

/** Round moments between two, few enough to be told apart. */
export const ticks = (from: number, to: number, most = 8): number[] => {
  const step = steps.find((candidate) => (to - from) / candidate <= most) ?? 86_400_000;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
};

const steps = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000,
];

/** The last event at a moment or before; the first where there is none. */
export const sequenceAt = (entries: readonly Entry[], at: number): number =>
  entries.findLast((entry) => time(entry.at) <= at)?.sequence ?? entries[0]?.sequence ?? 0;
