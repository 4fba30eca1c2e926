import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { isAtFields, problemAt } from '@/api/problem-at';
import { apiKey } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { Facts, Pane } from '@/layout/beside';
import { Labelled } from '@/layout/labelled';
import { Removal } from '@/layout/removal';
import { CallProblem } from '@/problem/call-problem';

/** A secret that is stored: its value can be replaced, never read. */
export const SecretPane = ({ secret, onClose }: { secret: Schema<'Secret'>; onClose: () => void }) => {
  const { t } = useTranslation('secrets');
  const mayChange = useMay('administer');
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete('/api/v1/secrets/{name}', { params: { name: secret.name } }),
    onSuccess: () => {
      onClose();
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/secrets') });
    },
  });
  return (
    <Pane name="secret" title={secret.name} onClose={onClose}>
      <section>
        <Facts
          facts={[
            [t('created'), <Time key="created" at={secret.createdAt} />],
            [t('updated'), <Time key="updated" at={secret.updatedAt} />],
            [t('inWorkflows'), <code key="use">{`\${ secrets['${secret.name}'] }`}</code>],
          ]}
        />
      </section>
      {mayChange && (
        <section>
          <h3>{t('replace')}</h3>
          <ValueForm name={secret.name} submit={t('replaceNow')} failed={t('replaceFailed')} />
        </section>
      )}
      {mayChange && (
        <section>
          <Removal
            ask={t('delete.ask')}
            title={t('delete.title', { name: secret.name })}
            text={t('delete.text')}
            now={t('delete.now')}
            failed={t('delete.failed')}
            call={remove}
          />
        </section>
      )}
    </Pane>
  );
};

export const NewSecret = (props: { taken: readonly string[]; onStored: (name: string) => void; onClose: () => void }) => {
  const { taken, onStored, onClose } = props;
  const { t } = useTranslation('secrets');
  const [name, setName] = useState('');
  const problem = taken.includes(name)
    ? t('taken', { name })
    : name !== '' && !/^[A-Za-z0-9._-]{1,128}$/.test(name)
      ? t('nameRule')
      : undefined;
  return (
    <Pane name="secret" title={t('add')} onClose={onClose}>
      <Labelled label={t('name')} help={t('nameRule')} {...(problem === undefined ? {} : { problem })}>
        <Input autoFocus value={name} onChange={(event) => setName(event.target.value.trim())} />
      </Labelled>
      <ValueForm
        name={name}
        disabled={name === '' || problem !== undefined}
        submit={t('store')}
        failed={t('storeFailed')}
        onStored={onStored}
      />
    </Pane>
  );
};

const ValueForm = (props: { name: string; disabled?: boolean; submit: string; failed: string; onStored?: (name: string) => void }) => {
  const { name, disabled = false, submit, failed, onStored } = props;
  const { t } = useTranslation('secrets');
  const queries = useQueryClient();
  const [value, setValue] = useState('');
  const save = useMutation({
    mutationFn: () => api.put('/api/v1/secrets/{name}', { params: { name }, body: { value } }),
    onSuccess: async () => {
      setValue('');
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/secrets') });
      onStored?.(name);
    },
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const problem = problemAt(save.error, '/value');
  return (
    <form className="pane-form" onSubmit={onSubmit}>
      <Labelled label={t('value')} help={t('valueHelp')} {...(problem === undefined ? {} : { problem })}>
        <Input.Password autoComplete="new-password" value={value} onChange={(event) => setValue(event.target.value)} />
      </Labelled>
      {save.error && !isAtFields(save.error, ['/value']) && <CallProblem error={save.error} what={failed} />}
      <div className="pane-actions">
        <Button type="primary" htmlType="submit" disabled={disabled || value === ''} loading={save.isPending}>
          {submit}
        </Button>
        {save.isSuccess && value === '' && (
          <span className="pane-help" role="status">
            {t('stored')}
          </span>
        )}
      </div>
    </form>
  );
};
