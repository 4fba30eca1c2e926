import type { Schema } from '@/api/operations';

export type Plan = Schema<'PlanAnswer'>;
export type PlannedEffect = Plan['effects'][number];
type Effect = PlannedEffect['effect'];

/** What one step would do; steps of iterations are one. */
export type PlannedStep = { step: string; effect: Effect; effects: readonly PlannedEffect[] };

const severity: readonly Effect[] = ['read', 'change', 'disrupt', 'destroy'];

/** Above it, and for whatever cannot be undone, the number is typed. */
const manyTargets = 10;

/** A step of the definition: iterations of a container are left out. */
const stepOf = (path: string): string =>
  path
    .split('/')
    .filter((part) => !/^\d/.test(part))
    .join('/');

/** What is to be done, by step, the worst first. */
export const byStep = ({ effects }: Plan): PlannedStep[] => {
  const steps = new Map<string, PlannedEffect[]>();
  for (const effect of effects) {
    const step = stepOf(effect.step);
    steps.set(step, [...(steps.get(step) ?? []), effect]);
  }
  return [...steps]
    .map(([step, of]) => ({ step, effect: worstOf(of) ?? 'read', effects: of }))
    .sort((a, b) => severity.indexOf(b.effect) - severity.indexOf(a.effect));
};

export const worstOf = (effects: readonly PlannedEffect[]): Effect | undefined =>
  severity.findLast((effect) => effects.some((one) => one.effect === effect));

/** How many VMs, hosts or backups it is about. */
export const countTargets = ({ effects }: Plan): number => new Set(effects.flatMap(({ target }) => (target ? [target.id] : []))).size;

/** Whether the number of targets is typed before it is started. */
export const mustType = (plan: Plan): boolean => {
  const disrupting = plan.effects.filter(
    ({ effect, target }) => target !== null && severity.indexOf(effect) >= severity.indexOf('disrupt'),
  );
  return countTargets({ ...plan, effects: disrupting }) > manyTargets || disrupting.some(({ effect }) => effect === 'destroy');
};

/** What is in one plan and not in the other, by step and target. */
export const differenceOf = (before: Plan, now: Plan): { added: string[]; gone: string[] } => {
  const [old, fresh] = [named(before), named(now)];
  return {
    added: [...fresh].filter(([key]) => !old.has(key)).map(([, name]) => name),
    gone: [...old].filter(([key]) => !fresh.has(key)).map(([, name]) => name),
  };
};

const named = ({ effects }: Plan): Map<string, string> =>
  new Map(effects.map(({ step, effect, target }) => [`${step} ${effect} ${target?.id ?? ''}`, target?.name ?? stepOf(step)]));
