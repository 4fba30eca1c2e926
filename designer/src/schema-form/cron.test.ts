import { expect, test } from 'vitest';
import { cronTimes, cronWords } from './cron';

const utc = (text: string, count = 2) =>
  cronTimes(text, count, new Date('2026-11-23T00:00:00Z'))?.map((at) => at.getDay() * 10_000 + at.getHours() * 100 + at.getMinutes());

test('a Unix expression fires on its days', () => expect(utc('30 13 * * 1-5')).toEqual([11330, 21330]));
test('Quartz counts the days of the week from 1, which is Sunday', () => expect(utc('0 30 13 ? * 2-6')).toEqual([11330, 21330]));
test('what is no cron expression has no times', () => expect(cronTimes('every day', 5, new Date())).toBeUndefined());

test('it is read back in both languages', () => {
  expect(cronWords('30 13 * * 1-5', 'en')).toBe('At 13:30, Monday through Friday');
  expect(cronWords('30 13 * * 1-5', 'zh')).toMatch(/星期一/);
  expect(cronWords('0 30 13 ? * 2-6', 'en')).toBe('At 13:30, Monday through Friday');
});
