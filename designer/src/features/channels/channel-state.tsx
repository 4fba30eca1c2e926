import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { StateMark } from '@/marks/state-mark';

/** Whether a channel delivers: what it said last counts. */
export const ChannelState = ({ channel }: { channel: Schema<'ChannelAnswer'> }) => {
  const { t } = useTranslation('channels');
  if (!channel.enabled) return <span className="row-note">{t('disabled')}</span>;
  if (!channel.lastError && !channel.deliveredAt) return <span className="row-note">{t('idle')}</span>;
  return (
    <span className="channel-state">
      <StateMark state={channel.lastError ? 'failed' : 'completed'} bare /> {t(channel.lastError ? 'failing' : 'ok')}
    </span>
  );
};
