import { isObject, type Json, type JsonObject } from '@/json/pointer';

/** As much of JSON Schema 2020-12 as activities and workflow inputs use. */
export type JsonSchema = {
  type?: string | string[];
  title?: string;
  description?: string;
  format?: string;
  default?: Json;
  enum?: Json[];
  /** What the values of `enum` are called, where that is not what they are. */
  enumTitles?: Record<string, string>;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  required?: string[];
  /** Of a cron expression: the form shows the next times itself, in the time zone that they are meant in. */
  timesElsewhere?: boolean;
  /** The values of other fields that it means something with: elsewhere it is not asked for. */
  'x-asked-when'?: Record<string, Json[]>;
};

/** The API's schemas come as any JSON. */
export const asSchema = (value: unknown): JsonSchema => (isObject(value) ? (value as JsonSchema) : {});

export type FieldKind =
  | 'text'
  | 'multiline'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'list'
  | 'map'
  | 'object'
  | 'duration'
  | 'date-time'
  | 'cron'
  | 'selector'
  | 'targets'
  | 'connection'
  | 'secret'
  | 'workflow'
  | 'vm'
  | 'host'
  | 'calendar'
  | 'time-zone'
  | 'expression'
  | 'any';

const formats: Record<string, FieldKind> = {
  duration: 'duration',
  'date-time': 'date-time',
  cron: 'cron',
  multiline: 'multiline',
  'vm-selector': 'selector',
  'host-selector': 'selector',
  'storage-selector': 'selector',
  targets: 'targets',
  connection: 'connection',
  secret: 'secret',
  workflow: 'workflow',
  vm: 'vm',
  host: 'host',
  calendar: 'calendar',
  'time-zone': 'time-zone',
  expression: 'expression',
};

/** A workflow's inputs name formats as types: `type: duration`. */
const formatTypes = new Set(['duration', 'cron', 'email', 'uri', 'vm-selector', 'host-selector', 'date-time']);

export const formatOf = (schema: JsonSchema): string | undefined =>
  schema.format ?? (typeof schema.type === 'string' && formatTypes.has(schema.type) ? schema.type : undefined);

export const typeOf = (schema: JsonSchema): string | undefined => {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  return type !== undefined && formatTypes.has(type) ? 'string' : type;
};

export const kindOf = (schema: JsonSchema): FieldKind => {
  const format = formatOf(schema);
  const byFormat = format === undefined ? undefined : formats[format];
  if (byFormat) return byFormat;
  if (schema.enum) return 'choice';
  switch (typeOf(schema)) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return 'list';
    case 'object':
      return schema.properties ? 'object' : 'map';
    default:
      return 'any';
  }
};

/** The fields of a form, those that must be filled in first; otherwise in the order of the schema. */
export const fieldsOf = (schema: JsonSchema): { name: string; schema: JsonSchema; required: boolean }[] => {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => ({ name, schema: field, required: required.has(name) }));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
};

/** Whether a field is asked for beside the others: what is given is always shown, and what an expression chooses may be anything. */
export const isAsked = (name: string, schema: JsonSchema, value: JsonObject, around: JsonSchema): boolean =>
  value[name] !== undefined ||
  Object.entries(schema['x-asked-when'] ?? {}).every(([other, values]) => {
    const chosen = value[other] ?? around.properties?.[other]?.default;
    return values.includes(chosen ?? null) || (typeof chosen === 'string' && chosen.includes('${'));
  });

/** `failureBudget` → "Failure budget", where a schema gives no title. */
export const titleOf = (name: string, schema: JsonSchema): string => {
  if (schema.title) return schema.title;
  const words = name
    .replace(/[-_]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What is in a workflow's `inputs` as the schema of the form that starts it. */
export const schemaOfInputs = (inputs: unknown): JsonSchema => {
  const entries = Object.entries(isObject(inputs) ? (inputs as Record<string, JsonObject>) : {});
  const needed = ([, input]: [string, JsonObject]) => isObject(input) && input.required !== false && input.default === undefined;
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, input]) => [name, inputSchema(input)])),
    required: entries.filter(needed).map(([name]) => name),
  };
};

const inputSchema = (input: Json): JsonSchema => {
  if (!isObject(input)) return {};
  const { required: _, ...schema } = input;
  return schema as JsonSchema;
};

export const isExpression = (value: unknown): value is string => typeof value === 'string' && /(^|[^$])\$\{/.test(value);
