import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { Labelled } from '@/layout/labelled';
import '@/layout/beside.css';
import { usePlace } from '@/place/place';
import { CallProblem } from '@/problem/call-problem';
import { switchLanguage } from '@/text/i18n';
import { useLanguage } from '@/text/use-language';
import { placeToReturnTo } from './return-to';
import './sign-in.css';

/** For whoever is not signed in: an API key, or the link of the first start. */
export const Component = () => {
  const { t } = useTranslation('sign-in');
  const language = useLanguage();
  const [search] = useSearchParams();
  const other = language === 'zh' ? 'en' : 'zh';
  usePlace({ title: t('title') });
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <header>
          <h1>{t('title')}</h1>
          <Button type="text" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => switchLanguage(other)}>
            {other === 'zh' ? '中文' : 'EN'}
          </Button>
        </header>
        {search.get('link') === 'invalid' && (
          <p className="sign-in-note" role="alert">
            {t('linkInvalid')}
          </p>
        )}
        <KeyForm from={search.get('from')} />
        <section>
          <h2>{t('first')}</h2>
          <p>{t('link')}</p>
        </section>
      </div>
    </main>
  );
};

const KeyForm = ({ from }: { from: string | null }) => {
  const { t } = useTranslation('sign-in');
  const [key, setKey] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.post('/api/v1/session', { body: { key: key.trim() } }),
    // A fresh start: nothing that was read as somebody else stays.
    onSuccess: () => location.replace(placeToReturnTo(from, location.origin)),
  });
  const refused = signIn.error instanceof ApiProblem && signIn.error.code === 'session.key-unknown';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (key.trim() !== '') signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Labelled label={t('key')} help={t('keyHelp')} {...(refused ? { problem: t('keyUnknown') } : {})}>
        <Input.Password
          size="large"
          autoFocus
          autoComplete="current-password"
          placeholder="rbk_…"
          value={key}
          onChange={(event) => {
            setKey(event.target.value);
            signIn.reset();
          }}
        />
      </Labelled>
      {signIn.error && !refused && <CallProblem error={signIn.error} what={t('failed')} />}
      <Button type="primary" size="large" block htmlType="submit" disabled={key.trim() === ''} loading={signIn.isPending}>
        {t('signIn')}
      </Button>
    </form>
  );
};
