import { expect, it } from 'vitest';
import { toneOf } from './severity';

it.each([
  ['critical', 'failed'],
  ['Disaster', 'failed'],
  ['average', 'waiting'],
  ['info', 'text-2'],
  ['constructor', 'text-2'],
  [null, 'text-2'],
])('ToneOf_%s_Is_%s', (severity, tone) => expect(toneOf(severity)).toBe(tone));
