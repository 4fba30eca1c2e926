import type { Schema } from '@/api/operations';
import { isObject, type JsonObject } from '@/json/pointer';
import type { JsonSchema } from '@/schema-form/schema';

/** A trigger as it is sent: what all have in common, and beside it the members of its type. */
export type TriggerDraft = JsonObject;

const common = ['id', 'name', 'workflow', 'type', 'enabled', 'action', 'inputs'] as const;

/** What can be saved again of what was read; what is as it would be by itself is left out. */
export const draftOf = (trigger: Schema<'TriggerAnswer'>, schema: JsonSchema): TriggerDraft => {
  const kept = new Set<string>([...common, ...Object.keys(schema.properties ?? {})]);
  const isUsual = (name: string, value: unknown): boolean => {
    const usual = schema.properties?.[name]?.default;
    return usual !== undefined && JSON.stringify(usual) === JSON.stringify(value);
  };
  return Object.fromEntries(
    Object.entries(trigger).filter(([name, value]) => kept.has(name) && value !== null && !isUsual(name, value)),
  ) as TriggerDraft;
};

export const inputsOf = (draft: TriggerDraft): JsonObject => (isObject(draft.inputs) ? draft.inputs : {});
