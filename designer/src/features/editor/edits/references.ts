import type { Activities, Body, Step } from '@/canvas/definition';
import { cutTemplate } from './expression-text';

const isPlain = /^[A-Za-z_$][\w$]*$/;
const escaped = (id: string): string => id.replace(/[$-]/g, '\\$&');

/** `steps.old` and `steps['old']` in the code of a text, under another name. Names with a hyphen stand in brackets. */
export const renameInText = (text: string, from: string, to: string, whole = false): string => {
  if (!text.includes(from)) return text;
  const dotted = new RegExp(`(?<![\\w$.])steps(\\s*)(\\?\\.|\\.)(\\s*)${escaped(from)}(?![\\w$])`, 'g');
  const bracketed = new RegExp(`(?<![\\w$.])(steps\\s*(?:\\?\\.)?\\s*\\[\\s*)(['"])${escaped(from)}\\2(?=\\s*\\])`, 'g');
  return cutTemplate(text, whole)
    .map((span) =>
      span.code
        ? span.text
            .replace(bracketed, (_, before: string, quote: string) => `${before}${quote}${to}${quote}`)
            .replace(dotted, (_, gap: string, dot: string, space: string) =>
              isPlain.test(to) ? `steps${gap}${dot}${space}${to}` : `steps${dot === '?.' ? '?.' : ''}['${to}']`,
            )
        : span.text,
    )
    .join('');
};

/** The same anywhere in a value; the same object where nothing is named in it. */
export const renameInValue = <T>(value: T, from: string, to: string, whole = false): T => {
  if (typeof value === 'string') return renameInText(value, from, to, whole) as T;
  if (Array.isArray(value)) {
    const renamed = value.map((one) => renameInValue(one, from, to));
    return renamed.every((one, index) => one === value[index]) ? value : (renamed as T);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, renameInValue(one, from, to)] as const);
  return entries.every(([key, one]) => one === (value as Record<string, unknown>)[key]) ? value : (Object.fromEntries(entries) as T);
};

/** A script is code as a whole; so is what the schema calls an expression, with or without braces. */
const isCode = (step: Step, key: string, activities: Activities): boolean => {
  if (step.activity === 'flow.script') return key === 'script';
  const schema = activities[step.activity]?.inputSchema as { properties?: Record<string, { format?: string }> } | undefined;
  return ['expression', 'vm-selector', 'host-selector', 'targets'].includes(schema?.properties?.[key]?.format ?? '');
};

/** What the steps of a body read of one of them, under its new name. In a container that has a step of that name, the inner one is meant. */
export const renameReads = (body: Body, from: string, to: string, activities: Activities): Body => {
  const steps = Object.entries(body.steps ?? {}).map(([id, step]) => [id, renameInStep(step, from, to, activities)] as const);
  return steps.every(([id, step]) => step === body.steps?.[id]) ? body : { ...body, steps: Object.fromEntries(steps) };
};

const renameInStep = (step: Step, from: string, to: string, activities: Activities): Step => {
  const isHidden = step.steps?.[from] !== undefined;
  const renamed = isHidden ? step : (renameReads(step, from, to, activities) as Step);
  return renameInInput(renamed, from, to, activities, (key) => isHidden && step.activity === 'flow.repeat' && key === 'while');
};

/** The step's own input alone. */
export const renameInInput = (
  step: Step,
  from: string,
  to: string,
  activities: Activities,
  isSpared = (_: string): boolean => false,
): Step => {
  if (!step.with) return step;
  const input = Object.entries(step.with).map(
    ([key, value]) => [key, isSpared(key) ? value : renameInValue(value, from, to, isCode(step, key, activities))] as const,
  );
  return input.every(([key, value]) => value === step.with?.[key]) ? step : { ...step, with: Object.fromEntries(input) };
};
