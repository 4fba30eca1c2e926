import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { Copy } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { ApiProblem } from '@/api/problem';
import { isAtFields, problemAt } from '@/api/problem-at';
import { apiKey } from '@/api/queries';
import { Pane } from '@/layout/beside';
import { Labelled } from '@/layout/labelled';
import { CallProblem } from '@/problem/call-problem';

const roles = ['viewer', 'operator', 'author', 'approver', 'admin'] as const satisfies readonly Schema<'Role'>[];
const lifetimes = ['7', '30', '90', '365', 'never'] as const;
type Lifetime = (typeof lifetimes)[number];

const expiryOf = (lifetime: Lifetime): string | null =>
  lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * 86_400_000).toISOString();

/** A new key. What it is, is shown once: afterwards nobody knows it but who copied it. */
export const NewKey = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation('keys');
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Schema<'Role'>[]>([]);
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const make = useMutation({
    mutationFn: () => api.post('/api/v1/keys', { body: { name, roles: [...chosen], expiresAt: expiryOf(lifetime) } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKey('/api/v1/keys') }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  if (make.data) return <MadeKey made={make.data} onClose={onClose} />;
  const isTaken = make.error instanceof ApiProblem && make.error.code === 'key.exists';
  const [badName, rolesProblem, expiryProblem] = ['/name', '/roles', '/expiresAt'].map((path) => problemAt(make.error, path));
  const nameProblem = isTaken ? t('taken', { name }) : badName;
  return (
    <Pane name="key" title={t('add')} onClose={onClose}>
      <form className="pane-form" onSubmit={submit}>
        <Labelled label={t('name')} help={t('nameHelp')} {...(nameProblem === undefined ? {} : { problem: nameProblem })}>
          <Input autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </Labelled>
        <fieldset className="keys-roles">
          <legend>{t('roles')}</legend>
          {roles.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={chosen.includes(role)}
                onChange={({ target }) => setChosen(target.checked ? [...chosen, role] : chosen.filter((one) => one !== role))}
              />
              <span>{t(`role.${role}`)}</span>
              <span className="pane-help">{t(`means.${role}`)}</span>
            </label>
          ))}
          {rolesProblem !== undefined && <p className="labelled-problem">{rolesProblem}</p>}
        </fieldset>
        <Labelled label={t('expires')} {...(expiryProblem === undefined ? {} : { problem: expiryProblem })}>
          <Select value={lifetime} onChange={setLifetime} options={lifetimes.map((value) => ({ value, label: t(`lifetime.${value}`) }))} />
        </Labelled>
        {make.error && !isTaken && !isAtFields(make.error, ['/name', '/roles', '/expiresAt']) && (
          <CallProblem error={make.error} what={t('addFailed')} />
        )}
        <div className="pane-actions">
          <Button type="primary" htmlType="submit" disabled={name.trim() === '' || chosen.length === 0} loading={make.isPending}>
            {t('make')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
          {chosen.length === 0 && <span className="pane-help">{t('chooseRole')}</span>}
        </div>
      </form>
    </Pane>
  );
};

const MadeKey = ({ made, onClose }: { made: Schema<'NewApiKey'>; onClose: () => void }) => {
  const { t } = useTranslation('keys');
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(made.key);
    setCopied(true);
  };
  return (
    <Pane name="key" title={made.name} onClose={onClose}>
      <div className="keys-made" role="status">
        <strong>{t('made.title')}</strong>
        <code>{made.key}</code>
        <p>{t('made.once')}</p>
      </div>
      <div className="pane-actions">
        <Button type="primary" icon={<Copy size={14} />} onClick={copy}>
          {copied ? t('made.copied') : t('made.copy')}
        </Button>
        <Button onClick={onClose}>{t('made.done')}</Button>
      </div>
      <p className="pane-help">{t('made.use')}</p>
    </Pane>
  );
};
