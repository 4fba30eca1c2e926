import { useTranslation } from 'react-i18next';
import { differenceOf, type Plan } from './plan';

/** What has changed since the plan was looked at. */
export const Drift = ({ before, now }: { before: Plan; now: Plan }) => {
  const { t } = useTranslation('plan');
  const { added, gone } = differenceOf(before, now);
  return (
    <section className="plan-drift" role="alert">
      <strong>{t('drift.title')}</strong>
      {added.length > 0 && <p>{t('drift.added', { names: added.join(', ') })}</p>}
      {gone.length > 0 && <p>{t('drift.gone', { names: gone.join(', ') })}</p>}
    </section>
  );
};
