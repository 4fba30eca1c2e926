import { useMutation } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { Ask } from './ask';

type Payload = { value?: unknown; bad?: string };

const read = (text: string): Payload => {
  if (text.trim() === '') return {};
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { bad: error instanceof Error ? error.message : String(error) };
  }
};

export const AskSignal = ({ run, name: asked, onClose }: { run: string; name: string; onClose: () => void }) => {
  const { t } = useTranslation('run');
  const [name, setName] = useState(asked);
  const [text, setText] = useState('');
  const payload = read(text);
  const send = useMutation({
    mutationFn: () =>
      api.post('/api/v1/runs/{id}/signals/{name}', { params: { id: run, name: name.trim() }, body: payload.value as never }),
    onSuccess: onClose,
  });
  const blocked =
    name.trim() === '' ? t('ask.signalName') : payload.bad === undefined ? undefined : t('ask.signalBad', { message: payload.bad });
  return (
    <Ask
      title={t('ask.signalTitle')}
      go={t('ask.signalGo')}
      blocked={blocked}
      isPending={send.isPending}
      error={send.error}
      failed={t('ask.signalFailed')}
      onGo={() => send.mutate()}
      onClose={onClose}
    >
      <p>{t('ask.signalEffect')}</p>
      <Input
        aria-label={t('ask.signalName')}
        placeholder={t('ask.signalName')}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Input.TextArea
        className="ask-payload"
        rows={4}
        aria-label={t('ask.signalPayload')}
        placeholder={t('ask.signalPayload')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </Ask>
  );
};
