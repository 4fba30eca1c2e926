import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { StateMark } from '@/marks/state-mark';

/** Whether a channel delivers: what it said last counts. */
export const ChannelState = ({ channel }: { channel: Schema<'ChannelAnswer'> }) => {
  const { t } = useTranslation('channels');
  if (!channel.enabled) return <span className="row-note">{t('disabled')}</span>;
  const [state, word] = channel.lastError
    ? (['failed', t('failing')] as const)
    : channel.deliveredAt
      ? (['completed', t('ok')] as const)
      : (['skipped', t('idle')] as const);
  return (
    <span className="channel-state">
      <StateMark state={state} bare /> {word}
    </span>
  );
};
