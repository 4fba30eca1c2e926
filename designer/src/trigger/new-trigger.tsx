import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiQuery } from '@/api/queries';
import { Pane } from '@/layout/beside';
import { CallProblem } from '@/problem/call-problem';
import type { TriggerDraft } from './draft';
import { TriggerForm } from './trigger-form';
import { useTypeTexts } from './type-texts';

type Props = {
  title: string;
  /** Those that may be made here; of several one is chosen first. */
  types: readonly string[];
  first?: TriggerDraft;
  onMade: (id: string) => void;
  onClose: () => void;
  /** What is known of the draft, such as its next fire times. */
  beside?: (draft: TriggerDraft) => ReactNode;
};

/** A new trigger: what it waits for, and what it starts. */
export const NewTrigger = ({ title, types, first = {}, onMade, onClose, beside }: Props) => {
  const { t } = useTranslation('trigger');
  const queries = useQueryClient();
  const known = useQuery({ ...apiQuery('/api/v1/trigger-types', {}), staleTime: Number.POSITIVE_INFINITY });
  const [chosen, setChosen] = useState(typeof first.type === 'string' ? first.type : types.length === 1 ? types[0] : undefined);
  const [draft, setDraft] = useState<TriggerDraft>(first);
  const offered = (known.data?.items ?? []).filter(({ name }) => types.includes(name));
  const type = offered.find(({ name }) => name === chosen);
  const make = useMutation({
    mutationFn: (body: TriggerDraft) => api.post('/api/v1/triggers', { body: body as never }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/triggers') });
      onMade(id);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (type) make.mutate({ ...draft, type: type.name });
  };
  return (
    <Pane name="trigger" title={title} onClose={onClose}>
      {known.error && <CallProblem error={known.error} what={t('typesFailed')} retry={known.refetch} />}
      <form className="pane-form" onSubmit={submit}>
        {types.length > 1 && (
          <fieldset className="trigger-types">
            <legend>{t('chooseType')}</legend>
            {offered.map((one) => (
              <TypeChoice key={one.name} type={one} checked={one.name === chosen} onChoose={() => setChosen(one.name)} />
            ))}
          </fieldset>
        )}
        {type && (
          <Suspense fallback={null}>
            <TriggerForm key={type.name} type={type} draft={draft} onChange={setDraft} error={make.error} failed={t('makeFailed')}>
              {beside?.({ ...draft, type: type.name })}
            </TriggerForm>
            <div className="pane-actions">
              <Button type="primary" htmlType="submit" loading={make.isPending}>
                {t('make')}
              </Button>
              <Button onClick={onClose}>{t('cancel')}</Button>
            </div>
          </Suspense>
        )}
      </form>
    </Pane>
  );
};

const TypeChoice = ({ type, checked, onChoose }: { type: Schema<'TriggerTypeAnswer'>; checked: boolean; onChoose: () => void }) => {
  const { name, means } = useTypeTexts(type.name);
  return (
    <label>
      <input type="radio" name="trigger-type" value={type.name} checked={checked} onChange={onChoose} />
      <strong>{name}</strong>
      {means && <span className="pane-help">{means}</span>}
    </label>
  );
};
