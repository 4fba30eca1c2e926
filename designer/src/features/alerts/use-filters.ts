import { useSearchParams } from 'react-router';

export const periods = { day: 86_400_000, week: 604_800_000, month: 2_592_000_000, always: null } as const;
export type Period = keyof typeof periods;

export const parts = ['all', 'run', 'none', 'hand'] as const;
export type Part = (typeof parts)[number];

const oneOf = <T extends string>(all: readonly T[], text: string | null): T | undefined => all.find((one) => one === text);

/** Whole minutes, so that the same question is asked again and not a new one each time the page is drawn. */
export const sinceOf = (period: Period, now: number): string | undefined => {
  const span = periods[period];
  return span === null ? undefined : new Date(Math.floor((now - span) / 60_000) * 60_000).toISOString();
};

/** The filters are the address, so that a list can be sent to somebody. */
export const useFilters = () => {
  const [params, setParams] = useSearchParams();
  const set = (name: 'q' | 'led' | 'period', value: string | undefined): void =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return {
    search: params.get('q') ?? '',
    part: oneOf(parts, params.get('led')) ?? 'all',
    period: oneOf(Object.keys(periods) as Period[], params.get('period')) ?? 'day',
    onSearch: (search: string) => set('q', search),
    onPart: (part: Part) => set('led', part === 'all' ? undefined : part),
    onPeriod: (period: Period) => set('period', period === 'day' ? undefined : period),
  };
};
