/** A schedule on one day: when it fires first, and how often. */
type Fold = { trigger: string; name: string; first: string; count: number };

export type Day = { date: Date; folds: readonly Fold[] };

type Fire = { at: string; trigger: string; name: string };

export const weeks = 4;

/** The Monday before, at midnight of the reader's clock. */
export const mondayOf = (now: Date): Date => {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  return day;
};

/** By the calendar, not by 24 hours: clocks are put forward and back. */
export const plusDays = (day: Date, count: number): Date => new Date(day.getFullYear(), day.getMonth(), day.getDate() + count);

/** The days from a Monday on, each with the schedules that fire in it, in the order of their first time. */
export const daysOf = (monday: Date, fires: readonly Fire[]): Day[] => {
  const days = Array.from({ length: weeks * 7 }, (_, index) => ({ date: plusDays(monday, index), folds: new Map<string, Fold>() }));
  const byDate = new Map(days.map((day) => [day.date.toDateString(), day]));
  for (const { at, trigger, name } of fires) {
    const folds = byDate.get(new Date(at).toDateString())?.folds;
    const known = folds?.get(trigger);
    folds?.set(trigger, known ? { ...known, count: known.count + 1 } : { trigger, name, first: at, count: 1 });
  }
  return days.map(({ date, folds }) => ({ date, folds: [...folds.values()].sort((a, b) => a.first.localeCompare(b.first)) }));
};
