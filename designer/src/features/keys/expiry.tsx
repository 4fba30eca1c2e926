import { useTranslation } from 'react-i18next';
import { Time } from '@/format/time';
import { StateMark } from '@/marks/state-mark';

/** When a key ends to be valid; one that has ended says so. */
export const Expiry = ({ at }: { at: string | null }) => {
  const { t } = useTranslation('keys');
  if (at === null) return <span className="row-note">{t('never')}</span>;
  return new Date(at) <= new Date() ? (
    <span className="keys-expired">
      <StateMark state="expired" /> <Time at={at} />
    </span>
  ) : (
    <Time at={at} />
  );
};
