import type { Schema } from '@/api/operations';
import type { Activities, Definition } from '@/canvas/definition';
import { downstreamOf } from '@/canvas/downstream';
import type { Effect } from '@/marks/effect-mark';

type Approval = Schema<'ApprovalView'>;
type Run = Schema<'RunDetail'>;

export type PlannedTarget = {
  id: string;
  name: string;
  connection: string;
  owner?: string;
  host?: string;
  power?: string;
  /** Whether more is known of it than what it is called: else nothing can be said of its owner, not even that there is none. */
  known: boolean;
};
type Following = { path: string; name: string; effect: Effect };

/** What is asked for: of a gate the step with its targets, of a question the steps that follow it. */
export type Plan = {
  activity: string;
  effect: Effect;
  targets: readonly PlannedTarget[];
  settings: readonly [name: string, value: string][];
  follows: readonly Following[];
};

/** Above it, and for whatever cannot be undone, the number is typed. */
const manyTargets = 10;

const severity: readonly Effect[] = ['read', 'change', 'disrupt', 'destroy'];
const worst = (effects: readonly Effect[]): Effect => severity.findLast((effect) => effects.includes(effect)) ?? 'read';

export const planOf = (approval: Approval, run: Run, definition: Definition | undefined, activities: Activities): Plan => {
  const step = run.steps[approval.step];
  const activity = step?.activity ?? '';
  const asks = activity === 'flow.approve';
  const follows = asks && definition && !approval.step.includes('/') ? followers(definition, approval.step, activities) : [];
  const own = activities[activity]?.effect ?? 'read';
  return {
    activity,
    effect: asks ? worst(follows.map(({ effect }) => effect)) : own,
    targets: asks ? [] : targetsOf(step),
    settings: asks ? [] : settingsOf(step?.input),
    follows,
  };
};

const followers = (definition: Definition, from: string, activities: Activities): Following[] =>
  downstreamOf(definition, [from])
    .filter((id) => id !== from)
    .map((id) => {
      const step = definition.steps?.[id];
      return {
        path: id,
        name: step?.name ?? activities[step?.activity ?? '']?.title ?? id,
        effect: activities[step?.activity ?? '']?.effect ?? 'read',
      };
    });

type Found = { id?: unknown; host?: unknown; powerState?: unknown; tags?: Record<string, unknown> };

/** The targets as they were chosen, with what the find step said of them. */
const targetsOf = (step: Run['steps'][string] | undefined): PlannedTarget[] => {
  const given = (step?.input as { targets?: unknown } | null | undefined)?.targets;
  const found = new Map(
    (Array.isArray(given) ? (given as Found[]) : []).flatMap((one) =>
      typeof one === 'object' && one !== null ? [[one.id, one] as const] : [],
    ),
  );
  return (step?.targets ?? []).map(({ id, name, connection }) => {
    const known = found.get(id);
    return {
      id,
      name,
      connection,
      owner: text(known?.tags?.owner),
      host: text(known?.host),
      power: text(known?.powerState),
      known: known !== undefined,
    };
  });
};

type Seen = Pick<Schema<'VmRow'>, 'id' | 'host' | 'powerState' | 'tags'>;

/** The same with what the fleet says now of those of which the run says nothing. */
export const withSeen = (plan: Plan, seen: readonly Seen[]): Plan => {
  const rows = new Map(seen.map((row) => [row.id, row]));
  const targets = plan.targets.map((target): PlannedTarget => {
    const row = target.known ? undefined : rows.get(target.id);
    return row ? { ...target, owner: text(row.tags.owner), host: text(row.host), power: text(row.powerState), known: true } : target;
  });
  return { ...plan, targets };
};

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const workings = new Set(['targets', 'concurrency', 'failureBudget', 'rings', 'connection']);

/** What the step was told, without what only steers how it goes. */
const settingsOf = (input: unknown): [string, string][] =>
  typeof input === 'object' && input !== null
    ? Object.entries(input)
        .filter(([name, value]) => !workings.has(name) && value !== null && typeof value !== 'object')
        .map(([name, value]) => [name, String(value)])
    : [];

export const mustType = ({ targets, effect }: Plan): boolean =>
  targets.length > manyTargets || (effect === 'destroy' && targets.length > 0);

/** Whose turn it is, as the server sees it too: nobody named means whoever may approve. */
export const isFor = (by: readonly string[], who: { name: string; roles: readonly string[] }): boolean => {
  if (by.length === 0 || who.roles.includes('admin')) return true;
  const mine = new Set([who.name, ...who.roles.map((role) => `role:${role}`)].map((one) => one.toLowerCase()));
  return by.some((one) => mine.has(one.toLowerCase()));
};

/** The words of the button that approves, by its worst consequence. */
export const approveKey = ({ targets, effect }: Plan) => {
  const some = targets.length > 0;
  if (effect === 'destroy') return some ? 'approveDestroy' : 'approveDestroyAny';
  if (effect === 'disrupt') return some ? 'approveDisrupt' : 'approveDisruptAny';
  return some ? 'approveCount' : 'approve';
};
