import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiQuery } from '@/api/queries';
import { isObject } from '@/json/pointer';
import { CallProblem } from '@/problem/call-problem';
import { type ConnectionDraft, ConnectionForm } from './connection-form';

const draftOf = (connection: Schema<'ConnectionAnswer'>): ConnectionDraft => ({
  name: connection.name,
  settings: isObject(connection.settings) ? connection.settings : {},
  secrets: {},
});

/** The settings of a stored connection. Saving them connects anew. */
export const EditConnection = ({ connection }: { connection: Schema<'ConnectionAnswer'> }) => {
  const { t } = useTranslation('connections');
  const queries = useQueryClient();
  const platforms = useQuery(apiQuery('/api/v1/platforms', {}));
  const [draft, setDraft] = useState<ConnectionDraft>();
  const [saves, setSaves] = useState(0);
  const save = useMutation({
    mutationFn: (changed: ConnectionDraft) => api.put('/api/v1/connections/{id}', { params: { id: connection.id }, body: changed }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/connections') });
      setDraft(undefined);
      setSaves((count) => count + 1);
    },
  });
  const platform = platforms.data?.items.find((one) => one.name === connection.platform);
  if (platforms.error) return <CallProblem error={platforms.error} what={t('platformsFailed')} retry={platforms.refetch} />;
  if (!platform) return null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft) save.mutate(draft);
  };
  return (
    <form className="pane-form" onSubmit={submit}>
      <ConnectionForm
        key={saves}
        platform={platform}
        draft={draft ?? draftOf(connection)}
        onChange={setDraft}
        stored={connection.secretNames}
        error={save.error}
        failed={t('saveFailed')}
      />
      <div className="pane-actions">
        <Button type="primary" htmlType="submit" disabled={draft === undefined} loading={save.isPending}>
          {t('save')}
        </Button>
        {draft && (
          <Button
            onClick={() => {
              setDraft(undefined);
              save.reset();
            }}
          >
            {t('discard')}
          </Button>
        )}
        {save.isSuccess && !draft && (
          <span className="pane-help" role="status">
            {t('saved')}
          </span>
        )}
      </div>
    </form>
  );
};
