import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useMay } from '@/api/session';
import { useFormat } from '@/format/use-format';
import { Empty } from '@/layout/page';
import { lastHeard } from './intake';
import type { useFilters } from './use-filters';

/** Why no alert is shown, and what can be done about it. */
export const Nothing = (props: { sources: readonly Schema<'AlertSourceAnswer'>[]; filters: ReturnType<typeof useFilters> }) => {
  const { sources, filters } = props;
  const { t } = useTranslation('alerts');
  const format = useFormat();
  const mayWrite = useMay('author');
  if (filters.search !== '' || filters.part !== 'all') return <Empty text={t('empty.filtered')} />;
  if (sources.length === 0)
    return (
      <Empty
        text={t('empty.noSource')}
        action={
          mayWrite && (
            <Link to="/triggers/sources?open=new:">
              <Button type="primary" tabIndex={-1}>
                {t('empty.addSource')}
              </Button>
            </Link>
          )
        }
      />
    );
  const heard = lastHeard(sources);
  const period = t(`empty.${filters.period}`);
  return (
    <Empty
      text={heard ? t('empty.heard', { period, source: heard.name, age: format.age(heard.at) }) : t('empty.neverHeard', { period })}
      action={
        heard && filters.period !== 'always' ? (
          <Button onClick={() => filters.onPeriod('always')}>{t('empty.older')}</Button>
        ) : (
          !heard && (
            <Link to="/triggers/sources">
              <Button tabIndex={-1}>{t('empty.setUp')}</Button>
            </Link>
          )
        )
      }
    />
  );
};
