import { expect, test } from 'vitest';
import { durationOf, durationWords, isoOf } from './duration';

test.each([
  ['PT5M', 'PT5M'],
  ['5m', 'PT5M'],
  ['5 minutes', 'PT5M'],
  ['5 分钟', 'PT5M'],
  ['1h30m', 'PT1H30M'],
  ['1 小时 30 分', 'PT1H30M'],
  ['90 min', 'PT1H30M'],
  ['P14D', 'P14D'],
  ['2 weeks', 'P14D'],
  ['36h', 'P1DT12H'],
  ['1.5 h', 'PT1H30M'],
  ['250ms', 'PT0.25S'],
  ['pt30s', 'PT30S'],
  ['0s', 'PT0S'],
])('%s is kept as %s', (text, iso) => {
  const milliseconds = durationOf(text);
  expect(milliseconds).toBeDefined();
  expect(isoOf(milliseconds ?? -1)).toBe(iso);
});

test.each(['', '5', 'five minutes', 'P', 'PT', '5m and more', '-5m', '5 parsecs'])('%j is no duration', (text) =>
  expect(durationOf(text)).toBeUndefined(),
);

test.each([
  ['PT5M', '5 min', '5 分钟'],
  ['PT1H30M', '1 h 30 min', '1 小时 30 分'],
  ['P14D', '14 d', '14 天'],
  ['PT0S', '0 s', '0 秒'],
  ['soon', 'soon', 'soon'],
])('%s is read as %s and %s', (text, en, zh) => expect([durationWords(text, 'en'), durationWords(text, 'zh')]).toEqual([en, zh]));
