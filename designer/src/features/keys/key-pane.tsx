import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey as queryKey } from '@/api/queries';
import { Time } from '@/format/time';
import { Facts, Pane } from '@/layout/beside';
import { Removal } from '@/layout/removal';
import { Expiry } from './expiry';

/** A key: who made it, what it may do, and the way to end it. */
export const KeyPane = ({ apiKey, onClose }: { apiKey: Schema<'ApiKey'>; onClose: () => void }) => {
  const { t } = useTranslation('keys');
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.delete('/api/v1/keys/{id}', { params: { id: apiKey.id } }),
    onSuccess: () => {
      onClose();
      void queries.invalidateQueries({ queryKey: queryKey('/api/v1/keys') });
    },
  });
  return (
    <Pane name="key" title={apiKey.name} onClose={onClose}>
      <section>
        <Facts
          facts={[
            [t('roles'), apiKey.roles.map((role) => t(`role.${role}`)).join(t('list'))],
            [t('may'), apiKey.roles.map((role) => t(`means.${role}`)).join(' ')],
            [t('inAudit'), <code key="who">key:{apiKey.name}</code>],
            [t('createdBy'), apiKey.createdBy],
            [t('created'), <Time key="created" at={apiKey.createdAt} />],
            [t('expires'), <Expiry key="expires" at={apiKey.expiresAt} />],
          ]}
        />
      </section>
      <section>
        <Removal
          ask={t('revoke.ask')}
          title={t('revoke.title', { name: apiKey.name })}
          text={t('revoke.text')}
          now={t('revoke.now')}
          failed={t('revoke.failed')}
          call={revoke}
        />
      </section>
    </Pane>
  );
};
