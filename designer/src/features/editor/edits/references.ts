import type { Activities, Body, Step } from '@/canvas/definition';
import { cutTemplate } from './expression-text';

const isPlain = /^[A-Za-z_$][\w$]*$/;
const escaped = (id: string): string => id.replace(/[$-]/g, '\\$&');

/** What gets another name, and in which object expressions read it: `steps.old`, `inputs.old`. */
export type Renaming = { of: 'steps' | 'inputs'; from: string; to: string };

/** `steps.old` and `steps['old']` in the code of a text, under another name. Names with a hyphen stand in brackets. */
export const renameInText = (text: string, { of, from, to }: Renaming, whole = false): string => {
  if (!text.includes(from)) return text;
  const dotted = new RegExp(`(?<![\\w$.])${of}(\\s*)(\\?\\.|\\.)(\\s*)${escaped(from)}(?![\\w$])`, 'g');
  const bracketed = new RegExp(`(?<![\\w$.])(${of}\\s*(?:\\?\\.)?\\s*\\[\\s*)(['"])${escaped(from)}\\2(?=\\s*\\])`, 'g');
  return cutTemplate(text, whole)
    .map((span) =>
      span.code
        ? span.text
            .replace(bracketed, (_, before: string, quote: string) => `${before}${quote}${to}${quote}`)
            .replace(dotted, (_, gap: string, dot: string, space: string) =>
              isPlain.test(to) ? `${of}${gap}${dot}${space}${to}` : `${of}${dot === '?.' ? '?.' : ''}['${to}']`,
            )
        : span.text,
    )
    .join('');
};

/** The same anywhere in a value; the same object where nothing is named in it. */
export const renameInValue = <T>(value: T, renaming: Renaming, whole = false): T => {
  if (typeof value === 'string') return renameInText(value, renaming, whole) as T;
  if (Array.isArray(value)) {
    const renamed = value.map((one) => renameInValue(one, renaming));
    return renamed.every((one, index) => one === value[index]) ? value : (renamed as T);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, renameInValue(one, renaming)] as const);
  return entries.every(([key, one]) => one === (value as Record<string, unknown>)[key]) ? value : (Object.fromEntries(entries) as T);
};

/** A script is code as a whole; so is what the schema calls an expression, with or without braces. */
const isCode = (step: Step, key: string, activities: Activities): boolean => {
  if (step.activity === 'flow.script') return key === 'script';
  const schema = activities[step.activity]?.inputSchema as { properties?: Record<string, { format?: string }> } | undefined;
  return ['expression', 'vm-selector', 'host-selector', 'targets'].includes(schema?.properties?.[key]?.format ?? '');
};

/** What the steps of a body read of one of them, or of an input, under its new name. In a container that has a step of that name, the inner one is meant. */
export const renameReads = (body: Body, renaming: Renaming, activities: Activities): Body => {
  const steps = Object.entries(body.steps ?? {}).map(([id, step]) => [id, renameInStep(step, renaming, activities)] as const);
  return steps.every(([id, step]) => step === body.steps?.[id]) ? body : { ...body, steps: Object.fromEntries(steps) };
};

const renameInStep = (step: Step, renaming: Renaming, activities: Activities): Step => {
  const isHidden = renaming.of === 'steps' && step.steps?.[renaming.from] !== undefined;
  const renamed = isHidden ? step : (renameReads(step, renaming, activities) as Step);
  return renameInInput(renamed, renaming, activities, (key) => isHidden && step.activity === 'flow.repeat' && key === 'while');
};

/** The step's own input alone. */
export const renameInInput = (step: Step, renaming: Renaming, activities: Activities, isSpared = (_: string): boolean => false): Step => {
  if (!step.with) return step;
  const input = Object.entries(step.with).map(
    ([key, value]) => [key, isSpared(key) ? value : renameInValue(value, renaming, isCode(step, key, activities))] as const,
  );
  return input.every(([key, value]) => value === step.with?.[key]) ? step : { ...step, with: Object.fromEntries(input) };
};
