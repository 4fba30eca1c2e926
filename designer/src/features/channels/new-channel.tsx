import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { apiKey, apiQuery } from '@/api/queries';
import { Pane } from '@/layout/beside';
import { CallProblem } from '@/problem/call-problem';
import { ChannelForm } from './channel-form';
import { emptyDraft } from './draft';
import { useTypeTexts } from './type-texts';

/** A new channel: first the service, then what it needs. */
export const NewChannel = ({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) => {
  const { t, i18n } = useTranslation('channels');
  const queries = useQueryClient();
  const types = useQuery(apiQuery('/api/v1/channel-types', {}));
  const [name, setName] = useState<string>();
  const [draft, setDraft] = useState(() => emptyDraft(i18n.language));
  const make = useMutation({
    mutationFn: (type: string) => api.post('/api/v1/channels', { body: { ...draft, type } }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/channels') });
      onMade(id);
    },
  });
  const type = types.data?.items.find((one) => one.name === name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (type) make.mutate(type.name);
  };
  return (
    <Pane name="channel" title={t('add')} onClose={onClose}>
      {types.error && <CallProblem error={types.error} what={t('typesFailed')} retry={types.refetch} />}
      <form className="pane-form" onSubmit={submit}>
        <fieldset className="channel-types">
          <legend>{t('choose')}</legend>
          {types.data?.items.map((one) => (
            <TypeChoice
              key={one.name}
              name={one.name}
              checked={one.name === name}
              onChoose={() => {
                setName(one.name);
                setDraft({ ...draft, settings: {}, secrets: {} });
                make.reset();
              }}
            />
          ))}
        </fieldset>
        {type && (
          <Suspense fallback={null}>
            <ChannelForm
              key={type.name}
              type={type}
              draft={draft}
              onChange={setDraft}
              stored={[]}
              error={make.error}
              failed={t('makeFailed')}
            />
            <p className="pane-help">{t('testAfter')}</p>
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

const TypeChoice = (props: { name: string; checked: boolean; onChoose: () => void }) => {
  const texts = useTypeTexts(props.name);
  return (
    <label>
      <input type="radio" name="type" value={props.name} checked={props.checked} onChange={props.onChoose} />
      <strong>{texts.name}</strong>
      {texts.means && <span className="pane-help">{texts.means}</span>}
    </label>
  );
};
