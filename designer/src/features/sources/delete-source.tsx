import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { apiKey } from '@/api/queries';
import { Removal } from '@/layout/removal';

/** Deletes after saying what is refused from then on. */
export const DeleteSource = ({ name, onDeleted }: { name: string; onDeleted: () => void }) => {
  const { t } = useTranslation('sources');
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete('/api/v1/alert-sources/{name}', { params: { name } }),
    onSuccess: () => {
      onDeleted();
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/alert-sources') });
    },
  });
  return (
    <Removal
      ask={t('delete.ask')}
      title={t('delete.title', { name })}
      text={t('delete.text')}
      now={t('delete.now')}
      failed={t('delete.failed')}
      call={remove}
    />
  );
};
