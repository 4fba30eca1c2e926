import { useMutation } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { Ask } from './ask';

export const AskCancel = ({ run, onClose }: { run: string; onClose: () => void }) => {
  const { t } = useTranslation('run');
  const [reason, setReason] = useState('');
  const cancel = useMutation({
    mutationFn: () => api.post('/api/v1/runs/{id}/cancel', { params: { id: run }, body: { reason: reason.trim() || null } }),
    onSuccess: onClose,
  });
  return (
    <Ask
      title={t('ask.cancelTitle')}
      go={t('ask.cancelGo')}
      danger
      isPending={cancel.isPending}
      error={cancel.error}
      failed={t('ask.cancelFailed')}
      onGo={() => cancel.mutate()}
      onClose={onClose}
    >
      <p>{t('ask.cancelEffect')}</p>
      <Input
        aria-label={t('reasonOptional')}
        placeholder={t('reasonOptional')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Ask>
  );
};
