import { describe, expect, it } from 'vitest';
import { daysOf, mondayOf, plusDays } from './days';

const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();

describe('daysOf', () => {
  it('Fires_OfOneDay_AreFoldedByScheduleInTheOrderOfTheirFirst', () => {
    const days = daysOf(new Date(2026, 10, 23), [
      { at: at(24, 2), trigger: 'nightly', name: 'Nightly' },
      { at: at(24, 1), trigger: 'hourly', name: 'Hourly' },
      { at: at(24, 3), trigger: 'hourly', name: 'Hourly' },
      { at: at(30, 2), trigger: 'nightly', name: 'Nightly' },
    ]);
    expect(days).toHaveLength(28);
    expect(days[1]?.folds.map(({ name, count }) => [name, count])).toEqual([
      ['Hourly', 2],
      ['Nightly', 1],
    ]);
    expect(days[7]?.folds).toHaveLength(1);
    expect(days[0]?.folds).toEqual([]);
  });
});

describe('mondayOf', () => {
  it.each([
    [new Date(2026, 10, 23, 14), 23],
    [new Date(2026, 10, 29, 23), 23],
    [new Date(2026, 10, 30), 30],
  ])('%s', (now, day) => expect(mondayOf(now).getDate()).toBe(day));
});

describe('plusDays', () => {
  it('OverTheEndOfAMonth_IsMidnight', () => expect(plusDays(new Date(2026, 9, 24), 8)).toEqual(new Date(2026, 10, 1)));
});
