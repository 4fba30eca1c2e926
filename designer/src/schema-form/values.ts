import type { TFunction } from 'i18next';
import type { Json } from '@/json/pointer';
import type { JsonSchema } from './schema';

export const asText = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** What a field holds that is left empty. */
export const placeholderOf = (schema: JsonSchema, t: TFunction<'schema-form'>): string | undefined =>
  schema.default === undefined || schema.default === null || schema.default === ''
    ? undefined
    : t('default', { value: asText(schema.default) });

export const boundsOf = (schema: JsonSchema): { min?: number; max?: number } => ({
  ...(schema.minimum === undefined ? {} : { min: schema.minimum }),
  ...(schema.maximum === undefined ? {} : { max: schema.maximum }),
});

/** The elements of a list that has no schema: numbers as numbers, everything else as text. */
export const scalarOf = (text: string): Json => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);
