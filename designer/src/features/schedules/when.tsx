import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { readDuration } from '@/canvas/written-duration';
import { useFormat } from '@/format/use-format';

// Words of a cron expression are a library that no other list needs.
const CronWords = lazy(() => import('./cron-words'));

/** When a schedule fires, in words: "At 02:00, Europe/Berlin". */
export const When = ({ of }: { of: object }) => {
  const { t } = useTranslation('schedules');
  const format = useFormat();
  const { cron, every, at, timeZone, calendar } = of as Record<string, unknown>;
  return (
    <>
      {typeof cron === 'string' && (
        <Suspense fallback={<code>{cron}</code>}>
          <span title={cron}>
            <CronWords text={cron} />
          </span>
        </Suspense>
      )}
      {typeof every === 'string' && t('every', { duration: readDuration(every, format.duration) })}
      {typeof at === 'string' && t('once', { time: format.time(at) })}
      {typeof cron === 'string' && <span className="quiet"> {typeof timeZone === 'string' ? timeZone : 'UTC'}</span>}
      {typeof calendar === 'string' && <span className="quiet"> {t('within', { calendar })}</span>}
    </>
  );
};
