import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { isObject } from '@/json/pointer';
import { useMessages } from '@/problem/messages/use-messages';

type Firing = Pick<Schema<'FiringAnswer'>, 'summary' | 'summaryCode' | 'summaryParameters'>;
type Measured = { metric: string; aggregate: string; windowSeconds: number; value: number };
type Fired = { objects: string[]; more: number; condition: string; heldSeconds: number; measured: Measured[] };

/** Why a trigger fired, in the reader's language: by its code where it has one, else by its sentence. */
export const useSummary = () => {
  const { t, i18n } = useTranslation('trigger');
  const { duration, percent, number } = useFormat();
  const read = useMessages();
  const shownValue = ({ metric, aggregate, value }: Measured): string => {
    if (aggregate === 'deviation') return t('fired.deviations', { value: number(value) });
    return metric === 'cpu' || metric === 'memory' ? percent(value) : t('fired.rate', { value: number(value / 1_000_000) });
  };
  const measuredText = (one: Measured): string =>
    t(`fired.aggregate.${one.aggregate}` as 'fired.aggregate.now', {
      metric: t(`fired.metric.${one.metric}` as 'fired.metric.cpu', { defaultValue: one.metric }),
      window: duration(one.windowSeconds * 1000),
      value: shownValue(one),
    });
  return ({ summary, summaryCode, summaryParameters }: Firing): string => {
    if (summaryCode !== 'fleet-rule.fired' || !isObject(summaryParameters) || i18n.language === 'en') return read(summary);
    const { objects, more, condition, heldSeconds, measured } = summaryParameters as unknown as Fired;
    const names = `${objects.join(t('fired.between'))}${more > 0 ? t('fired.more', { count: more }) : ''}`;
    return t('fired.sentence', {
      names,
      condition,
      held: heldSeconds > 0 ? t('fired.held', { time: duration(heldSeconds * 1000) }) : '',
      values: measured.length > 0 ? t('fired.values', { values: measured.map(measuredText).join(t('fired.between')) }) : '',
    });
  };
};
