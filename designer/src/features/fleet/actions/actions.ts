import type { Schema } from '@/api/operations';
import type { Effect } from '@/marks/effect-mark';

type Vm = Schema<'VmRow'>;
type Power = Schema<'PowerState'>;

export type ActionName = 'powerOn' | 'powerOff' | 'restart' | 'suspend' | 'takeSnapshot' | 'revert' | 'removeSnapshot';

/** What the user has said of the action. */
export type Choices = { mode: 'graceful' | 'hard'; force: boolean; snapshot: string };

type Action = {
  workflow: string;
  effect: Effect;
  /** Which of the choices it has. */
  asks: readonly (keyof Choices)[];
  inputs: (choices: Choices) => Record<string, unknown>;
  /** The states in which there is nothing to do, and those in which it fails. */
  idle: readonly Power[];
  refused: readonly Power[];
  /** Whether it goes on as soon as it was asked for. */
  isQuick?: boolean;
};

/** What can be done with VMs directly. Each is a shipped workflow, so that it is a run like any other. */
export const actions: Record<ActionName, Action> = {
  powerOn: { workflow: 'power-on-vms', effect: 'change', asks: [], inputs: () => ({}), idle: ['on'], refused: [] },
  powerOff: {
    workflow: 'power-off-vms',
    effect: 'disrupt',
    asks: ['mode', 'force'],
    inputs: ({ mode, force }) => ({ mode, force: mode === 'graceful' && force }),
    idle: ['off'],
    refused: [],
  },
  restart: {
    workflow: 'restart-vms',
    effect: 'disrupt',
    asks: ['mode'],
    inputs: ({ mode }) => ({ mode }),
    idle: [],
    refused: ['off', 'suspended'],
  },
  suspend: { workflow: 'suspend-vms', effect: 'disrupt', asks: [], inputs: () => ({}), idle: ['suspended'], refused: ['off'] },
  takeSnapshot: {
    workflow: 'take-snapshots',
    effect: 'change',
    asks: ['snapshot'],
    inputs: ({ snapshot }) => ({ name: snapshot.trim() }),
    idle: [],
    refused: [],
  },
  revert: {
    workflow: 'revert-to-snapshots',
    effect: 'destroy',
    asks: ['snapshot'],
    inputs: ({ snapshot }) => ({ name: snapshot.trim() }),
    idle: [],
    refused: [],
  },
  removeSnapshot: {
    workflow: 'remove-snapshots',
    effect: 'destroy',
    asks: ['snapshot'],
    inputs: ({ snapshot }) => ({ name: snapshot.trim() }),
    idle: [],
    refused: [],
  },
};

export const actionNames = Object.keys(actions) as ActionName[];

/** What becomes of one VM, as it was last seen: the words of it are texts. */
export type Fate = 'acts' | 'idle' | 'refused' | 'stale' | 'observed';

export const fateOf = (name: ActionName, vm: Vm, observed: ReadonlySet<string>): Fate => {
  if (vm.stale) return 'stale';
  if (observed.has(vm.connection)) return 'observed';
  if (actions[name].idle.includes(vm.powerState)) return 'idle';
  return actions[name].refused.includes(vm.powerState) ? 'refused' : 'acts';
};

/** Above ten targets, and for whatever cannot be taken back, the count is typed. */
export const needsCount = (name: ActionName, count: number): boolean => count > 10 || actions[name].effect === 'destroy';

/** By owner, the one with most first; undefined is nobody. */
export const owners = (vms: readonly Vm[]): [owner: string | undefined, count: number][] => {
  const counts = new Map<string | undefined, number>();
  for (const vm of vms) counts.set(vm.tags.owner, (counts.get(vm.tags.owner) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
};

/** What acts comes first, then what does not; each in order of name. */
export const inOrder = (name: ActionName, vms: readonly Vm[], observed: ReadonlySet<string>): Vm[] => {
  const acts = (vm: Vm): number => (fateOf(name, vm, observed) === 'acts' ? 0 : 1);
  return [...vms].sort((one, other) => acts(one) - acts(other) || one.name.localeCompare(other.name));
};

/** What a run has done so far, over all its steps. */
export const progressOf = (run: Schema<'RunDetail'>): { done: number; failed: number; total: number } => {
  const targets = Object.values(run.steps).flatMap((step) => step.targets ?? []);
  return {
    done: targets.filter(({ status }) => status === 'completed' || status === 'skipped').length,
    failed: targets.filter(({ status }) => status === 'failed').length,
    total: targets.length,
  };
};
