import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { Removal } from '@/layout/removal';
import type { Seen } from './connection-pane';

/** Deletes after naming what goes with it. */
export const DeleteConnection = (props: { connection: Schema<'ConnectionAnswer'>; seen: Seen | undefined; onDeleted: () => void }) => {
  const { connection, seen, onDeleted } = props;
  const { t } = useTranslation('connections');
  const format = useFormat();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete('/api/v1/connections/{id}', { params: { id: connection.id } }),
    onSuccess: () => {
      onDeleted();
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/connections') });
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/fleet/summary') });
    },
  });
  return (
    <Removal
      ask={t('delete.ask')}
      title={t('delete.title', { name: connection.name })}
      text={
        <div className="connection-confirm">
          <p>{t('delete.objects', { hosts: format.number(seen?.hosts ?? 0), vms: format.number(seen?.vms ?? 0) })}</p>
          {connection.secretNames.length > 0 && <p>{t('delete.secrets', { names: connection.secretNames.join(', ') })}</p>}
          <p>{t('delete.workflows', { id: connection.id })}</p>
          <p>{t('delete.platform')}</p>
        </div>
      }
      now={t('delete.now')}
      failed={t('delete.failed')}
      call={remove}
    />
  );
};
