import { CronExpressionParser } from 'cron-parser';
import cronstrue from 'cronstrue/i18n';
import type { Language } from '@/text/languages';

/** "At 13:30, Monday through Friday"; the text itself where it cannot be read. */
export const cronWords = (text: string, language: Language): string => {
  try {
    return cronstrue.toString(unixOf(text), {
      locale: language === 'zh' ? 'zh_CN' : 'en',
      use24HourTimeFormat: true,
      // Quartz counts the days of the week from 1 = Sunday, Unix from 0.
      dayOfWeekStartIndexZero: !isQuartz(text),
    });
  } catch {
    return text;
  }
};

/** The next times in the user's zone; undefined where the text is no cron expression. */
export const cronTimes = (text: string, count: number, after: Date): Date[] | undefined => {
  try {
    return CronExpressionParser.parse(unixDays(text), { currentDate: after })
      .take(count)
      .map((at) => at.toDate());
  } catch {
    return undefined;
  }
};

const parts = (text: string): string[] => text.trim().split(/\s+/);
const isQuartz = (text: string): boolean => parts(text).length >= 6;
const unixOf = (text: string): string => parts(text).join(' ');

/** Six or seven fields are Quartz's: its days of the week begin with 1 = Sunday, its year is left to the server. */
const unixDays = (text: string): string => {
  const fields = parts(text);
  if (fields.length < 5 || fields.length > 7) throw new Error('A cron expression has five to seven fields.');
  if (fields.length === 5) return fields.join(' ');
  const [second, minute, hour, day, month, weekday = '*'] = fields;
  const days = weekday.replace(/(?<![#/\d])\d/g, (digit) => String(Number(digit) - 1));
  return [second, minute, hour, day === '?' ? '*' : day, month, days === '?' ? '*' : days].join(' ');
};
