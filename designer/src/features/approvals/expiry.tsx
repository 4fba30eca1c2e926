import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useNow } from './use-now';

const minute = 60_000;

/** Until when it can be decided, counted down; in the last minutes by seconds. */
export const Expiry = ({ at }: { at: string | null }) => {
  const { t } = useTranslation('approvals');
  const format = useFormat();
  const now = useNow();
  if (at === null) return <span className="quiet">{t('never')}</span>;
  const left = Date.parse(at) - now;
  if (left <= 0) return <span className="approval-late">{t('expired', { time: format.time(at) })}</span>;
  const shown = left > 5 * minute ? Math.floor(left / minute) * minute : Math.floor(left / 1_000) * 1_000;
  return (
    <span className={left < 15 * minute ? 'approval-late' : 'quiet'} title={format.utc(at)}>
      {t('expires', { time: format.time(at), left: format.duration(shown) })}
    </span>
  );
};
