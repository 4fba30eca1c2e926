import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useMessages } from '@/problem/messages/use-messages';

/** Why the other rules were not about it: nothing is passed over silently. */
export const OtherRules = ({ rules }: { rules: Schema<'AlertDetail'>['otherRules'] }) => {
  const { t } = useTranslation('alerts');
  const read = useMessages();
  if (rules.length === 0) return null;
  return (
    <details className="alerts-others">
      <summary>{t('others.title')}</summary>
      <ul>
        {rules.map(({ trigger, name, why }) => (
          <li key={trigger}>
            <Link to={`/triggers/rules?${new URLSearchParams({ open: trigger })}`}>{name}</Link>{' '}
            <span className="row-note">{read(why)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
};
