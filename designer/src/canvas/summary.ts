import type { TFunction } from 'i18next';
import type { Activity, Step } from './definition';
import { readDuration } from './written-duration';

type Text = TFunction<'canvas'>;
/** A span of milliseconds in words. */
type Words = (milliseconds: number) => string;

/** An input in one line: `${ steps.find.output.vms }` reads as `steps.find.output.vms`. */
const inOneLine = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(inOneLine).join(', ').slice(0, 120);
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  const whole = /^\s*\$\{\s*([^{}]*?)\s*\}\s*$/.exec(text);
  return (whole?.[1] ?? text).replace(/\s+/g, ' ').trim().slice(0, 120);
};

type Input = Record<string, unknown>;
const line = (input: Input, key: string): string => inOneLine(input[key]);

const modeOf = (t: Text, input: Input): string => {
  const mode = line(input, 'mode') || 'graceful';
  return mode === 'graceful' || mode === 'hard' ? t(`summary.mode.${mode}`) : mode;
};

const byActivity: Record<string, (t: Text, input: Input, step: Step, words: Words) => string> = {
  'fleet.find-vms': (t, input) => line(input, 'where') || t('summary.all'),
  'fleet.find-hosts': (t, input) => line(input, 'where') || t('summary.all'),
  'vm.power-off': (t, input) => t('summary.powerOff', { mode: modeOf(t, input), count: line(input, 'concurrency') || '10' }),
  'flow.for-each': (t, input) => t('summary.each', { what: line(input, 'items') || '…', count: line(input, 'concurrency') || '1' }),
  'flow.repeat': (t, input) =>
    line(input, 'while')
      ? t('summary.while', { what: line(input, 'while') })
      : t('summary.times', { count: line(input, 'limit') || '100' }),
  'flow.scope': (t, input, step, words) => {
    const limit = line(input, 'timeout') || step.timeout;
    return limit ? t('summary.atMost', { time: readDuration(limit, words) }) : '';
  },
  'flow.delay': (_, input, __, words) => readDuration(line(input, 'for'), words),
  'flow.approve': (t, input) => (line(input, 'by') ? t('summary.asks', { who: line(input, 'by') }) : ''),
  'message.email': (t, input) => (line(input, 'to') ? t('summary.to', { what: line(input, 'to') }) : ''),
  'http.request': (_, input) => [line(input, 'method'), line(input, 'url')].filter(Boolean).join(' '),
};

/** The line under a step's title: what matters most of its input, else the activity's name. */
export const summaryOf = (t: Text, step: Step, activity: Activity | undefined, words: Words): string => {
  const input = step.with ?? {};
  return byActivity[step.activity]?.(t, input, step, words) || firstRequired(input, activity) || step.activity;
};

const firstRequired = (input: Input, activity: Activity | undefined): string => {
  const required = (activity?.inputSchema as { required?: unknown } | undefined)?.required;
  const first = Array.isArray(required) ? required.find((key) => typeof key === 'string' && input[key] !== undefined) : undefined;
  return typeof first === 'string' ? line(input, first) : '';
};
