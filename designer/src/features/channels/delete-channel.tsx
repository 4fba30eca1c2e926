import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { Removal } from '@/layout/removal';

export const DeleteChannel = ({ channel, onDeleted }: { channel: Schema<'ChannelAnswer'>; onDeleted: () => void }) => {
  const { t } = useTranslation('channels');
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete('/api/v1/channels/{id}', { params: { id: channel.id } }),
    onSuccess: () => {
      onDeleted();
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/channels') });
    },
  });
  return (
    <Removal
      ask={t('delete.ask')}
      title={t('delete.title', { name: channel.name })}
      text={<div className="channel-confirm">{t('delete.text')}</div>}
      now={t('delete.now')}
      failed={t('delete.failed')}
      call={remove}
    />
  );
};
