import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { apiQuery } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { useRefusal } from '@/refusals/use-refusal';
import { refusedSince, startOfDay } from './intake';

/** What came in today, and what was turned away. */
export const IntakeLine = ({ sources }: { sources: readonly Schema<'AlertSourceAnswer'>[] }) => {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  const refusal = useRefusal();
  const since = startOfDay(new Date());
  const { data } = useQuery({ ...apiQuery('/api/v1/alerts/intake', { query: { since } }), refetchInterval: 30_000 });
  const refused = refusedSince(sources, since);
  return (
    <p className="alerts-intake">
      {data && (
        <span>
          {t('intake.came', { count: data.repeated, accepted: format.number(data.accepted), repeated: format.number(data.repeated) })}
        </span>
      )}
      {refused.map(({ name, status }) => (
        <span key={name}>
          <Link to={`/triggers/sources?${new URLSearchParams({ open: name })}`}>
            {t('intake.refused', { source: name, number: format.number(status.refused), why: refusal(status.lastRefusal) })}
          </Link>
        </span>
      ))}
      {data && refused.length === 0 && <span>{t('intake.noneRefused')}</span>}
      <Link className="alerts-intake-end" to="/triggers/sources">
        {t('intake.sources')}
      </Link>
    </p>
  );
};
