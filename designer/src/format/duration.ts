import type { Language } from '@/text/languages';

const words = {
  en: { day: 'd', hour: 'h', minute: 'min', second: 's', millisecond: 'ms', byte: 'B' },
  zh: { day: '天', hour: '小时', minute: '分', wholeMinutes: '分钟', second: '秒', millisecond: '毫秒', byte: 'B' },
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Durations by their two largest units: `2 s`, `21 min 9 s`, `1 h 04 min`, `3 d 4 h`; Chinese `1 小时 4 分`, `38 分钟`. */
export const makeDurations = (language: Language) => {
  const units = words[language];
  const wholeMinutes = language === 'zh' ? words.zh.wholeMinutes : words.en.minute;

  const duration = (milliseconds: number): string => {
    if (milliseconds < 1000) return `${Math.round(milliseconds)} ${units.millisecond}`;
    const seconds = Math.floor(milliseconds / 1000);
    const [days, hours, minutes, rest] = [
      Math.floor(seconds / 86_400),
      Math.floor(seconds / 3_600) % 24,
      Math.floor(seconds / 60) % 60,
      seconds % 60,
    ];
    if (days > 0) return pair(days, units.day, hours, units.hour);
    if (hours > 0) return pair(hours, units.hour, minutes, units.minute, language === 'en');
    if (minutes > 0) return rest === 0 ? `${minutes} ${wholeMinutes}` : pair(minutes, units.minute, rest, units.second);
    return `${rest} ${units.second}`;
  };

  return { duration, units };
};

const pair = (first: number, unit: string, second: number, smaller: string, padded = false): string =>
  second === 0 ? `${first} ${unit}` : `${first} ${unit} ${padded ? twoDigits(second) : second} ${smaller}`;
