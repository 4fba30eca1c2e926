import type { Token } from '@/theme/tokens';

const tones: Record<string, Token> = {
  critical: 'failed',
  disaster: 'failed',
  emergency: 'failed',
  fatal: 'failed',
  error: 'failed',
  high: 'failed',
  page: 'failed',
  p1: 'failed',
  p2: 'failed',
  major: 'failed',
  warning: 'waiting',
  warn: 'waiting',
  average: 'waiting',
  minor: 'waiting',
  p3: 'waiting',
};

/** The colour of a severity, by the word of its source. What is not known for bad is not coloured. */
export const toneOf = (severity: string | null | undefined): Token => {
  const word = severity?.toLowerCase() ?? '';
  return (Object.hasOwn(tones, word) && tones[word]) || 'text-2';
};
