import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { useMay } from '@/api/session';
import { Removal } from '@/layout/removal';
import { CallProblem } from '@/problem/call-problem';

type Trigger = Schema<'TriggerAnswer'>;

const useChanged = () => {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      (['/api/v1/triggers', '/api/v1/triggers/{id}', '/api/v1/triggers/{id}/firings'] as const).map((path) =>
        queries.invalidateQueries({ queryKey: apiKey(path) }),
      ),
    );
};

/** Pausing asks once, with a reason for those who wonder later; resuming does not. */
export const PauseTrigger = ({ trigger }: { trigger: Trigger }) => {
  const { t } = useTranslation('trigger');
  const may = useMay('operate');
  const onSuccess = useChanged();
  const [reason, setReason] = useState('');
  const params = { id: trigger.id };
  const pause = useMutation({
    mutationFn: () => api.post('/api/v1/triggers/{id}/pause', { params, body: { reason: reason.trim() || null } }),
    onSuccess,
  });
  const resume = useMutation({ mutationFn: () => api.post('/api/v1/triggers/{id}/resume', { params }), onSuccess });
  const error = pause.error ?? resume.error;
  return (
    <>
      {trigger.enabled ? (
        <Popconfirm
          icon={null}
          title={t('pause.title', { name: trigger.name })}
          description={
            <Input
              aria-label={t('pause.reason')}
              placeholder={t('pause.reason')}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          }
          okText={t('pause.now')}
          cancelText={t('cancel')}
          onConfirm={() => pause.mutate()}
        >
          <Button disabled={!may} loading={pause.isPending}>
            {t('pause.ask')}
          </Button>
        </Popconfirm>
      ) : (
        <Button disabled={!may} loading={resume.isPending} onClick={() => resume.mutate()}>
          {t('resume')}
        </Button>
      )}
      {error && <CallProblem error={error} what={t('changeFailed')} />}
    </>
  );
};

/** Fires it once by hand, whatever it waits for. */
export const FireNow = ({ trigger }: { trigger: Trigger }) => {
  const { t } = useTranslation('trigger');
  const may = useMay('operate');
  const onSuccess = useChanged();
  // Sent again after a lost answer it is one firing; asked for again it is another.
  const last = trigger.status.lastFiring?.id;
  const key = useMemo(() => `${last ?? ''}${crypto.randomUUID()}`, [last]);
  const fire = useMutation({
    mutationFn: () => api.post('/api/v1/triggers/{id}/fire', { params: { id: trigger.id }, body: {}, headers: { 'Idempotency-Key': key } }),
    onSuccess,
  });
  return (
    <>
      <Popconfirm
        icon={null}
        title={t('fire.title', { name: trigger.name })}
        description={<p className="trigger-confirm">{t('fire.text', { workflow: trigger.workflow })}</p>}
        okText={t('fire.now')}
        cancelText={t('cancel')}
        onConfirm={() => fire.mutate()}
      >
        <Button disabled={!may} loading={fire.isPending}>
          {t('fire.ask')}
        </Button>
      </Popconfirm>
      {fire.error && <CallProblem error={fire.error} what={t('fire.failed')} />}
    </>
  );
};

export const DeleteTrigger = ({ trigger, onDeleted }: { trigger: Trigger; onDeleted: () => void }) => {
  const { t } = useTranslation('trigger');
  const changed = useChanged();
  const remove = useMutation({
    mutationFn: () => api.delete('/api/v1/triggers/{id}', { params: { id: trigger.id }, headers: { 'If-Match': trigger.eTag } }),
    onSuccess: () => {
      onDeleted();
      void changed();
    },
  });
  return (
    <Removal
      ask={t('delete.ask')}
      title={t('delete.title', { name: trigger.name })}
      text={<p className="trigger-confirm">{t('delete.text')}</p>}
      now={t('delete.now')}
      failed={t('delete.failed')}
      call={remove}
    />
  );
};
