import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiQuery } from '@/api/queries';
import { asSchema } from '@/schema-form/schema';
import { draftOf, type TriggerDraft } from './draft';
import { TriggerForm } from './trigger-form';

type Props = { trigger: Schema<'TriggerAnswer'>; beside?: (draft: TriggerDraft) => ReactNode };

/** The settings of a trigger. A change holds from the next time that it fires. */
export const EditTrigger = ({ trigger, beside }: Props) => {
  const { t } = useTranslation('trigger');
  const queries = useQueryClient();
  const types = useQuery({ ...apiQuery('/api/v1/trigger-types', {}), staleTime: Number.POSITIVE_INFINITY });
  // What is changed here was read at this revision, however often the list is read anew meanwhile.
  const [edited, setEdited] = useState<{ draft: TriggerDraft; eTag: string }>();
  const save = useMutation({
    mutationFn: ({ draft, eTag }: { draft: TriggerDraft; eTag: string }) =>
      api.put('/api/v1/triggers/{id}', { params: { id: trigger.id }, body: draft as never, headers: { 'If-Match': eTag } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/triggers') });
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/triggers/{id}') });
      setEdited(undefined);
    },
  });
  const type = types.data?.items.find(({ name }) => name === trigger.type);
  if (!type) return null;
  const draft = edited?.draft ?? draftOf(trigger, asSchema(type.schema));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (edited) save.mutate(edited);
  };
  return (
    <form className="pane-form" onSubmit={submit}>
      <TriggerForm
        type={type}
        draft={draft}
        onChange={(now) => setEdited({ draft: now, eTag: edited?.eTag ?? trigger.eTag })}
        error={save.error}
        failed={t('saveFailed')}
      >
        {beside?.(draft)}
      </TriggerForm>
      <div className="pane-actions">
        <Button type="primary" htmlType="submit" disabled={edited === undefined} loading={save.isPending}>
          {t('save')}
        </Button>
        {edited && (
          <Button
            onClick={() => {
              setEdited(undefined);
              save.reset();
            }}
          >
            {t('discard')}
          </Button>
        )}
        {save.isSuccess && !edited && (
          <span className="pane-help" role="status">
            {t('saved')}
          </span>
        )}
      </div>
    </form>
  );
};
