import type { Schema } from '@/api/operations';
import { isObject, type JsonObject } from '@/json/pointer';
import type { JsonSchema } from '@/schema-form/schema';

type Activity = Pick<Schema<'ActivityDescriptor'>, 'name' | 'title' | 'effect'>;
type Effect = Activity['effect'];

/** What a step may do that stops or takes away something; `gated`: somebody has to let it through first. */
export type Consequence = { step: string; name: string; activity: string; effect: Effect; gated: boolean };

const rank: Record<Effect, number> = { read: 0, change: 1, disrupt: 2, destroy: 3 };

/** The steps that disrupt or destroy, the worst first; those of containers too. */
export const consequencesOf = (definition: unknown, activities: readonly Activity[]): Consequence[] => {
  const byName = new Map(activities.map((activity) => [activity.name, activity]));
  const found: Consequence[] = [];
  const look = (body: unknown, container: string): void => {
    if (!isObject(body) || !isObject(body.steps)) return;
    for (const [id, step] of Object.entries(body.steps)) {
      if (!isObject(step)) continue;
      const activity = byName.get(String(step.activity));
      const path = container === '' ? id : `${container}/${id}`;
      if (activity && rank[activity.effect] >= rank.disrupt) {
        const name = typeof step.name === 'string' ? step.name : activity.title;
        found.push({ step: path, name, activity: activity.title, effect: activity.effect, gated: isObject(step.approval) });
      }
      look(step, path);
    }
  };
  look(definition, '');
  return found.sort((a, b) => rank[b.effect] - rank[a.effect]);
};

/** What steps are called, by their path without iterations. */
export const stepNames =
  (definition: unknown, activities: readonly Activity[]) =>
  (path: string): string | undefined => {
    let body: unknown = definition;
    for (const id of path.split('/')) body = isObject(body) && isObject(body.steps) ? body.steps[id] : undefined;
    if (!isObject(body)) return undefined;
    return typeof body.name === 'string' ? body.name : activities.find(({ name }) => name === (body as JsonObject).activity)?.title;
  };

export const worstOf = (consequences: readonly Consequence[]): Effect | undefined => consequences[0]?.effect;

/** Inputs that have to be given and are not. */
export const missingOf = (schema: JsonSchema, inputs: JsonObject): string[] =>
  (schema.required ?? []).filter((name) => inputs[name] === undefined && schema.properties?.[name]?.type !== 'boolean');
