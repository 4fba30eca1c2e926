import { useQueries } from '@tanstack/react-query';
import { Button } from 'antd';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiQuery } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { CallProblem } from '@/problem/call-problem';
import { useLanguage } from '@/text/use-language';
import { type Day, daysOf, mondayOf, plusDays, weeks } from './days';
import './schedules.css';

const shown = 5;
/** More are not answered at once. */
const most = 2_000;

/** The coming fires of all schedules on four weeks, in the reader's own time zone. */
export const FireCalendar = ({ linkTo, open }: { linkTo: (trigger: string) => string; open: string | undefined }) => {
  const { t } = useTranslation('schedules');
  const language = useLanguage();
  const [monday, setMonday] = useState(() => mondayOf(new Date()));
  // The server answers a week at a time: a schedule that fires each minute leaves the other weeks their room.
  const answers = useQueries({
    queries: Array.from({ length: weeks }, (_, week) => ({
      ...apiQuery('/api/v1/fire-times', {
        query: { from: plusDays(monday, week * 7).toISOString(), to: plusDays(monday, week * 7 + 7).toISOString() },
      }),
      refetchInterval: 60_000,
    })),
  });
  const failed = answers.find(({ error, data }) => error && !data);
  if (failed) return <CallProblem error={failed.error} what={t('calendarFailed')} retry={failed.refetch} />;
  const days = daysOf(
    monday,
    answers.flatMap(({ data }) => data?.items ?? []),
  );
  const month = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' });
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short' });
  const last = days.at(-1)?.date ?? monday;
  return (
    <section className="fires" aria-label={t('calendar')}>
      <div className="fires-head">
        <Button icon={<ChevronLeft size={14} />} aria-label={t('earlier')} onClick={() => setMonday(plusDays(monday, -7))} />
        <Button icon={<ChevronRight size={14} />} aria-label={t('later')} onClick={() => setMonday(plusDays(monday, 7))} />
        <Button onClick={() => setMonday(mondayOf(new Date()))}>{t('today')}</Button>
        <strong>{month.formatRange(monday, last)}</strong>
        {answers.some(({ data }) => (data?.items.length ?? 0) >= most) && <span className="quiet">{t('tooMany', { most })}</span>}
      </div>
      <ol className="fires-days">
        {days.map((day, index) => (
          <DayCell
            key={day.date.toISOString()}
            day={day}
            weekday={index < 7 ? weekday.format(day.date) : undefined}
            linkTo={linkTo}
            open={open}
          />
        ))}
      </ol>
    </section>
  );
};

const DayCell = (props: { day: Day; weekday: string | undefined; linkTo: (trigger: string) => string; open: string | undefined }) => {
  const { day, weekday, linkTo, open } = props;
  const { t } = useTranslation('schedules');
  const format = useFormat();
  const language = useLanguage();
  const isToday = day.date.toDateString() === new Date().toDateString();
  const date = new Intl.DateTimeFormat(language, day.date.getDate() === 1 ? { day: 'numeric', month: 'short' } : { day: 'numeric' });
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (
    <li data-today={isToday} aria-current={isToday ? 'date' : undefined}>
      <span className="fires-date">
        {weekday && <span className="quiet">{weekday} </span>}
        {date.format(day.date)}
      </span>
      {day.folds.slice(0, shown).map(({ trigger, name, first, count }) => (
        <Link key={trigger} to={linkTo(trigger)} data-open={trigger === open} title={name}>
          <time dateTime={first}>{clock.format(new Date(first))}</time> <span>{name}</span>
          {count > 1 && <small>×{format.number(count)}</small>}
        </Link>
      ))}
      {day.folds.length > shown && <span className="quiet">{t('moreFires', { count: day.folds.length - shown })}</span>}
    </li>
  );
};
