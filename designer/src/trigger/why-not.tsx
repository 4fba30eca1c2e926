import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { Time } from '@/format/time';
import { useCodes } from '@/problem/codes/use-codes';
import { useMessages } from '@/problem/messages/use-messages';

/** Why a firing has not become a run (yet), and when it is tried again. */
export const WhyNot = ({ firing }: { firing: Schema<'FiringAnswer'> }) => {
  const { t } = useTranslation('trigger');
  const { words, foreign } = useCodes();
  const read = useMessages();
  if (firing.status === 'started' || (!firing.why && !firing.code)) return null;
  const told = foreign && firing.code ? words(firing.code) : undefined;
  return (
    <p className="trigger-why">
      {told && <span>{told.title} </span>}
      <span>{firing.why && read(firing.why)}</span>
      {firing.nextAttemptAt && (
        <span>
          {' '}
          {t('attempts', { count: firing.attempts })} {t('nextAttempt')} <Time at={firing.nextAttemptAt} />
        </span>
      )}
    </p>
  );
};
