import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { apiKey, apiQuery } from '@/api/queries';
import { Pane } from '@/layout/beside';
import { usePlatformName } from '@/marks/platform-name';
import { CallProblem } from '@/problem/call-problem';
import { type ConnectionDraft, ConnectionForm } from './connection-form';
import { usePlatformTexts } from './platform-texts';

const empty: ConnectionDraft = { name: '', settings: {}, secrets: {} };

/** A new connection: first the platform, then its settings. It starts as observe, whatever else is chosen. */
export const NewConnection = ({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) => {
  const { t } = useTranslation('connections');
  const queries = useQueryClient();
  const platforms = useQuery(apiQuery('/api/v1/platforms', {}));
  const [name, setName] = useState<string>();
  const [draft, setDraft] = useState(empty);
  const make = useMutation({
    mutationFn: (platform: string) => api.post('/api/v1/connections', { body: { ...draft, platform, mode: 'observe' } }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/connections') });
      onMade(id);
    },
  });
  const platform = platforms.data?.items.find((one) => one.name === name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (platform) make.mutate(platform.name);
  };
  return (
    <Pane name="connection" title={t('add')} onClose={onClose}>
      {platforms.error && <CallProblem error={platforms.error} what={t('platformsFailed')} retry={platforms.refetch} />}
      <form className="pane-form" onSubmit={submit}>
        <fieldset className="connection-platforms">
          <legend>{t('choosePlatform')}</legend>
          {platforms.data?.items.map((one) => (
            <PlatformChoice
              key={one.name}
              name={one.name}
              checked={one.name === name}
              onChoose={() => {
                setName(one.name);
                setDraft({ ...empty, name: draft.name });
                make.reset();
              }}
            />
          ))}
        </fieldset>
        {platform && (
          <Suspense fallback={null}>
            <ConnectionForm
              key={platform.name}
              platform={platform}
              draft={draft}
              onChange={setDraft}
              stored={[]}
              error={make.error}
              failed={t('makeFailed')}
            />
            <p className="pane-help">{t('startsAsObserve')}</p>
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

const PlatformChoice = ({ name, checked, onChoose }: { name: string; checked: boolean; onChoose: () => void }) => {
  const { means } = usePlatformTexts(name);
  const platformName = usePlatformName();
  return (
    <label>
      <input type="radio" name="platform" value={name} checked={checked} onChange={onChoose} />
      <strong>{platformName(name)}</strong>
      {means && <span className="pane-help">{means}</span>}
    </label>
  );
};
