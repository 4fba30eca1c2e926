import type { Language } from '@/text/languages';
import { makeDurations } from './duration';

type Moment = string | Date;

const minute = 60_000;
const gigabyte = 1024 ** 3;

/** Everything that is not plain text, as the design says. Pure: the language, the zone and the present moment are given. */
export const makeFormat = (language: Language, timeZone: string, now: () => Date = () => new Date()) => {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const { duration, units } = makeDurations(language);
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
  const clock = part({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const shortClock = part({ hour: '2-digit', minute: '2-digit' });
  const day = part({ day: 'numeric', month: language === 'zh' ? 'long' : 'short' });
  const dayOfYear = part({ day: 'numeric', month: language === 'zh' ? 'long' : 'short', year: 'numeric' });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const small = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });

  const date = (at: Date): string => {
    const full = dayOfYear.format(at);
    return full.match(/\d{4}/)?.[0] === dayOfYear.format(now()).match(/\d{4}/)?.[0] ? day.format(at) : full;
  };
  const amount = (value: number, unit: string): string => `${(value < 10 ? small : whole).format(value)} ${unit}`;

  return {
    /** `14:02:11` today, else `24 Nov 14:02`, with the year if it is another. */
    time: (moment: Moment): string => {
      const at = new Date(moment);
      return dayOfYear.format(at) === dayOfYear.format(now()) ? clock.format(at) : `${date(at)} ${shortClock.format(at)}`;
    },
    /** For hovering and for copies. */
    utc: (moment: Moment): string => `${new Date(moment).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
    /** `38 min old`: how long ago something was last seen. */
    age: (moment: Moment): string => {
      const passed = Math.max(0, now().getTime() - new Date(moment).getTime());
      const rough = passed >= minute ? Math.floor(passed / minute) * minute : passed;
      return language === 'zh' ? `${duration(rough)}前` : `${duration(rough)} old`;
    },
    /** `1 h 04 min`, of milliseconds. */
    duration,
    /** The time from one moment to another, or to now. */
    between: (from: Moment, to?: Moment | null): string =>
      duration(Math.max(0, (to ? new Date(to) : now()).getTime() - new Date(from).getTime())),
    number: (value: number): string => numbers.format(value),
    /** Of a share from 0 to 1: `91 %`. */
    percent: (share: number): string => (language === 'zh' ? `${whole.format(share * 100)}%` : `${whole.format(share * 100)} %`),
    /** Binary sizes, as everybody calls them: `6.7 GB`, `1.2 TB`. */
    bytes: (bytes: number): string => {
      if (bytes >= 1024 * gigabyte) return amount(bytes / gigabyte / 1024, 'TB');
      if (bytes >= gigabyte) return amount(bytes / gigabyte, 'GB');
      if (bytes >= 1024 ** 2) return amount(bytes / 1024 ** 2, 'MB');
      return bytes >= 1024 ? amount(bytes / 1024, 'KB') : amount(bytes, units.byte);
    },
  };
};

export type Format = ReturnType<typeof makeFormat>;
