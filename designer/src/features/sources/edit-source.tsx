import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { draftOf, mappingProblem, requestOf, type SourceDraft } from './draft';
import { SourceForm } from './source-form';

/** The settings of a source. A changed secret counts from the next request on. */
export const EditSource = ({ source, onSaved }: { source: Schema<'AlertSourceAnswer'>; onSaved: (secret: string | undefined) => void }) => {
  const { t } = useTranslation('sources');
  const queries = useQueryClient();
  const [draft, setDraft] = useState<SourceDraft>();
  const [saves, setSaves] = useState(0);
  const save = useMutation({
    mutationFn: (changed: SourceDraft) =>
      api.put('/api/v1/alert-sources/{name}', { params: { name: source.name }, body: requestOf(changed) }),
    onSuccess: async (_, { secret }) => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/alert-sources') });
      if (secret) onSaved(secret);
      setDraft(undefined);
      setSaves((count) => count + 1);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft) save.mutate(draft);
  };
  return (
    <form className="pane-form" onSubmit={submit}>
      <SourceForm
        key={saves}
        draft={draft ?? draftOf(source)}
        onChange={setDraft}
        stored={source.secretNames.length > 0 ? source.authentication.type : undefined}
        isNew={false}
        error={save.error}
        failed={t('saveFailed')}
      />
      <div className="pane-actions">
        <Button
          type="primary"
          htmlType="submit"
          disabled={draft === undefined || mappingProblem(draft) !== undefined}
          loading={save.isPending}
        >
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
