import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { Card } from '@/layout/page';
import { hasFailed, type Slot, slots } from './day';

const [width, height, gap] = [336, 56, 1];

/** The runs of the last 24 hours by half hours: height says how many, colour how they ended. */
export const LastDay = ({ runs, isCut }: { runs: readonly Schema<'RunSummary'>[]; isCut: boolean }) => {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const now = Date.now();
  const day = slots(runs, now);
  const most = Math.max(4, ...day.map(({ completed, failed, other }) => completed + failed + other));
  const completed = runs.filter(({ status }) => status === 'completed').length;
  const failed = runs.filter(hasFailed).length;
  const note = t(isCut ? 'day.atLeast' : 'day.note', { completed: format.number(completed), failed: format.number(failed) });
  return (
    <Card title={t('day.title')} note={note}>
      <svg className="last-day" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${t('day.title')}: ${note}`}>
        <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} className="last-day-base" />
        {day.map((slot, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place.
          <Column key={index} slot={slot} x={(index * width) / day.length} width={width / day.length - gap} unit={(height - 4) / most} />
        ))}
      </svg>
      <p className="last-day-axis" aria-hidden="true">
        <span>{format.time(new Date(now - 86_400_000))}</span>
        <span>{t('day.now')}</span>
      </p>
    </Card>
  );
};

const Column = ({ slot, x, width: wide, unit }: { slot: Slot; x: number; width: number; unit: number }) => {
  let top = height;
  return (['completed', 'other', 'failed'] as const).map((kind) => {
    const tall = slot[kind] * unit;
    top -= tall;
    return tall > 0 && <rect key={kind} x={x} y={top} width={wide} height={tall} className={`last-day-${kind}`} />;
  });
};
