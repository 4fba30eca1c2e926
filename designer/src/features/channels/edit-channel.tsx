import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiQuery } from '@/api/queries';
import { CallProblem } from '@/problem/call-problem';
import { ChannelForm } from './channel-form';
import { type ChannelDraft, draftOf } from './draft';

export const EditChannel = ({ channel }: { channel: Schema<'ChannelAnswer'> }) => {
  const { t } = useTranslation('channels');
  const queries = useQueryClient();
  const types = useQuery(apiQuery('/api/v1/channel-types', {}));
  const [draft, setDraft] = useState<ChannelDraft>();
  const [saves, setSaves] = useState(0);
  const save = useMutation({
    mutationFn: (changed: ChannelDraft) => api.put('/api/v1/channels/{id}', { params: { id: channel.id }, body: changed }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/channels') });
      setDraft(undefined);
      setSaves((count) => count + 1);
    },
  });
  const type = types.data?.items.find((one) => one.name === channel.type);
  if (types.error) return <CallProblem error={types.error} what={t('typesFailed')} retry={types.refetch} />;
  if (!type) return null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft) save.mutate(draft);
  };
  return (
    <form className="pane-form" onSubmit={submit}>
      <ChannelForm
        key={saves}
        type={type}
        draft={draft ?? draftOf(channel)}
        onChange={setDraft}
        stored={channel.secretNames}
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
