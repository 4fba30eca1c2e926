import { makeDurations } from '@/format/duration';
import type { Language } from '@/text/languages';

const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof unit;

/** What people write for the units, beside the short forms of definitions. */
const names: Record<string, Unit> = {
  ms: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  毫秒: 'ms',
  s: 's',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  秒: 's',
  秒钟: 's',
  m: 'm',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  分: 'm',
  分钟: 'm',
  h: 'h',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  时: 'h',
  小时: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
  天: 'd',
  日: 'd',
  w: 'w',
  week: 'w',
  weeks: 'w',
  周: 'w',
};

const iso = /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of `PT5M`, `5m`, `1h30m`, "5 minutes", "1 小时 30 分"; undefined where it is none. */
export const durationOf = (text: string): number | undefined => {
  const trimmed = text.trim();
  const found = iso.exec(trimmed.toUpperCase());
  if (found) {
    const [, w, d, h, m, s] = found.map((part) => (part === undefined ? undefined : Number(part)));
    if ([w, d, h, m, s].every((part) => part === undefined)) return undefined;
    return (w ?? 0) * unit.w + (d ?? 0) * unit.d + (h ?? 0) * unit.h + (m ?? 0) * unit.m + (s ?? 0) * unit.s;
  }
  const parts = [...trimmed.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+|\p{Script=Han}+)[\s,]*/gu)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== trimmed.toLowerCase()) return undefined;
  let sum = 0;
  for (const [, amount, name] of parts) {
    const known = names[name ?? ''];
    if (known === undefined) return undefined;
    sum += Number(amount) * unit[known];
  }
  return sum;
};

/** ISO 8601 as definitions hold it: whole days as days, the rest by its units. */
export const isoOf = (milliseconds: number): string => {
  const whole = Math.round(milliseconds);
  const days = Math.floor(whole / unit.d);
  const hours = Math.floor((whole % unit.d) / unit.h);
  const minutes = Math.floor((whole % unit.h) / unit.m);
  const seconds = (whole % unit.m) / 1000;
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  if (!days && !time) return 'PT0S';
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
};

/** Every unit, for a field that is read back: "1 h 30 min", "1 小时 30 分"; another text stays as it is. */
export const durationWords = (text: string, language: Language): string => {
  const milliseconds = durationOf(text);
  if (milliseconds === undefined) return text;
  const { units } = makeDurations(language);
  const parts: [number, string][] = [
    [Math.floor(milliseconds / unit.d), units.day],
    [Math.floor((milliseconds % unit.d) / unit.h), units.hour],
    [Math.floor((milliseconds % unit.h) / unit.m), units.minute],
    [Math.floor((milliseconds % unit.m) / unit.s), units.second],
    [Math.round(milliseconds % unit.s), units.millisecond],
  ];
  const said = parts.filter(([amount]) => amount > 0).map(([amount, name]) => `${amount} ${name}`);
  if (said.length === 0) return `0 ${units.second}`;
  return language === 'zh' && said.length === 1 ? (said[0] ?? '').replace(/分$/, '分钟') : said.join(' ');
};
