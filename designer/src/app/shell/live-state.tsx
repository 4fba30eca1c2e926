import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLiveness } from '@/live/liveness';
import { StateMark } from '@/marks/state-mark';

/** Whether what is shown follows the server: "Live", "Stale since 14:01:20", "4 live, 1 stale". */
export const LiveState = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const { live, stale, since } = useLiveness();
  const text =
    stale === 0
      ? t('live.live')
      : live === 0 && since
        ? t('live.staleSince', { time: format.time(since) })
        : t('live.mixed', { live, stale });
  return (
    <span className="live" role="status">
      {stale === 0 ? <span className="live-dot" aria-hidden /> : <StateMark state="stale" bare />}
      <span className="live-text">{text}</span>
    </span>
  );
};
