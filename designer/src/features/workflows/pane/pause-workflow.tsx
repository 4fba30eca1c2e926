import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { Labelled } from '@/layout/labelled';
import { StateMark } from '@/marks/state-mark';
import { CallProblem } from '@/problem/call-problem';

/** Keeps a workflow from being started, and lets it go on; with who did it and why. */
export const PauseWorkflow = ({ workflow }: { workflow: Schema<'Workflow'> }) => {
  const { t } = useTranslation('workflows');
  const queries = useQueryClient();
  const may = useMay('operate');
  const [reason, setReason] = useState('');
  const change = useMutation({
    mutationFn: () =>
      workflow.paused
        ? api.post('/api/v1/workflows/{id}/resume', { params: { id: workflow.id } })
        : api.post('/api/v1/workflows/{id}/pause', { params: { id: workflow.id }, body: { reason: reason.trim() || null } }),
    onSuccess: async () => {
      setReason('');
      await Promise.all([
        queries.invalidateQueries({ queryKey: apiKey('/api/v1/workflows') }),
        queries.invalidateQueries({ queryKey: apiKey('/api/v1/workflows/{id}') }),
      ]);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form className="pane-form" onSubmit={submit}>
      {workflow.pause ? (
        <div>
          <p>
            <StateMark state="paused" /> · {workflow.pause.by} · <Time at={workflow.pause.at} />
          </p>
          {workflow.pause.reason && <p>{workflow.pause.reason}</p>}
          <p className="pane-help">{t('pause.means')}</p>
        </div>
      ) : (
        may && (
          <Labelled label={t('pause.reason')} help={t('pause.help')}>
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Labelled>
        )
      )}
      {change.error && <CallProblem error={change.error} what={t(workflow.paused ? 'pause.resumeFailed' : 'pause.failed')} />}
      {may && (
        <div className="pane-actions">
          <Button htmlType="submit" loading={change.isPending}>
            {t(workflow.paused ? 'pause.resume' : 'pause.pause')}
          </Button>
        </div>
      )}
    </form>
  );
};
