import type { Schema } from '@/api/operations';
import { isObject } from '@/json/pointer';

type Activity = Pick<Schema<'ActivityDescriptor'>, 'name' | 'effect' | 'capabilities'>;
type Effect = Activity['effect'];

const order: readonly Effect[] = ['read', 'change', 'disrupt', 'destroy'];

/** What a card tells of a workflow: the worst it does, what it needs of platforms and of this server, and what it asks for. */
export type Summary = {
  effect: Effect;
  capabilities: string[];
  needsMail: boolean;
  needsNetwork: boolean;
  inputs: string[];
  steps: number;
};

export const summaryOf = (definition: unknown, activities: readonly Activity[]): Summary => {
  const used = stepsOf(definition);
  const known = used.flatMap((name) => activities.find((activity) => activity.name === name) ?? []);
  const worst = Math.max(0, ...known.map(({ effect }) => order.indexOf(effect)));
  return {
    effect: order[worst] ?? 'read',
    capabilities: [...new Set(known.flatMap(({ capabilities }) => capabilities))].sort(),
    needsMail: used.includes('message.email'),
    needsNetwork: used.some((name) => name === 'http.request' || name === 'message.webhook'),
    inputs: isObject(definition) && isObject(definition.inputs) ? Object.keys(definition.inputs) : [],
    steps: used.length,
  };
};

/** The activities of all steps, those of containers too. */
const stepsOf = (body: unknown): string[] => {
  if (!isObject(body) || !isObject(body.steps)) return [];
  return Object.values(body.steps).flatMap((step) => (isObject(step) ? [String(step.activity), ...stepsOf(step)] : []));
};
