import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Facts, Pane } from '@/layout/beside';
import { ProblemCard } from '@/problem/problem-card';
import { ChannelState } from './channel-state';
import { DeadLetters } from './dead-letters';
import { DeleteChannel } from './delete-channel';
import { EditChannel } from './edit-channel';
import { SentLast } from './sent-last';
import { TestChannel } from './test-channel';
import { useTypeTexts } from './type-texts';

/** One channel: whether it delivers, a sample, its settings, and what could not be sent. */
export const ChannelPane = ({ channel, onClose }: { channel: Schema<'ChannelAnswer'>; onClose: () => void }) => {
  const { t } = useTranslation('channels');
  const format = useFormat();
  const { name } = useTypeTexts(channel.type);
  const { deliveredAt, failingSince, nextAttemptAt, lastError, waiting } = channel;
  return (
    <Pane name="channel" title={channel.name} note={name} onClose={onClose}>
      <section>
        <Facts
          facts={[
            [t('state'), <ChannelState key="state" channel={channel} />],
            [t('last'), deliveredAt && <Time key="last" at={deliveredAt} />],
            [t('failingSince'), failingSince && <Time key="since" at={failingSince} />],
            [t('nextAttempt'), nextAttemptAt && <Time key="next" at={nextAttemptAt} />],
            [t('waiting'), waiting > 0 ? format.number(waiting) : null],
            [t('id'), <code key="id">{channel.id}</code>],
          ]}
        />
        {lastError && channel.enabled && (
          <ProblemCard
            trouble={{
              title: t('failingTitle', { name: channel.name }),
              detail: t('failingMeans'),
              original: lastError,
              code: 'channel.undelivered',
              path: channel.id,
            }}
          />
        )}
        <TestChannel channel={channel} />
      </section>
      <DeadLetters channel={channel.id} />
      <SentLast channel={channel.id} />
      <section>
        <h3>{t('settings')}</h3>
        <Suspense fallback={null}>
          <EditChannel key={channel.id} channel={channel} />
        </Suspense>
      </section>
      <section>
        <DeleteChannel channel={channel} onDeleted={onClose} />
      </section>
    </Pane>
  );
};
