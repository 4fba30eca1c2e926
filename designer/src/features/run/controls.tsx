import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { Ellipsis, Pause, Play, Undo2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { useMay } from '@/api/session';
import { CallProblem } from '@/problem/call-problem';

export type Asking = 'cancel' | 'rerun' | 'roll-back' | { signal: string } | null;

type Props = { detail: Schema<'RunDetail'>; status: string; ask: (what: Asking) => void };

const endedStates: readonly string[] = ['completed', 'failed', 'cancelled', 'rolled-back', 'roll-back-incomplete'];
const hasEnded = (status: string): boolean => endedStates.includes(status);

/** Pause and resume take one press; the others ask first. */
export const Controls = ({ detail, status, ask }: Props) => {
  const { t } = useTranslation('run');
  const queries = useQueryClient();
  const may = useMay('operate');
  const ended = detail.endedAt !== null;
  const isPaused = status === 'paused';
  const turn = useMutation({
    mutationFn: () => api.post(isPaused ? '/api/v1/runs/{id}/resume' : '/api/v1/runs/{id}/pause', { params: { id: detail.id }, body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs') }),
  });
  const hint = may ? undefined : t('notAllowed');
  const goes = !ended && !hasEnded(status);
  const ends = status === 'cancelling' || status === 'failing' || status === 'stuck';
  const isRollingBack = goes && detail.rollBack !== null;
  // One that goes may change something until it has ended.
  const canRollBack = goes ? status !== 'queued' && !ends && !isRollingBack : detail.undoable > 0;
  return (
    <div className="run-controls">
      {hint && <span className="quiet">{hint}</span>}
      {goes && (
        <>
          <Button
            icon={isPaused ? <Play size={14} /> : <Pause size={14} />}
            disabled={!may || ends}
            loading={turn.isPending}
            onClick={() => turn.mutate()}
          >
            {t(isPaused ? 'resume' : 'pause')}
          </Button>
          <Button icon={<X size={14} />} disabled={!may || status === 'cancelling'} onClick={() => ask('cancel')}>
            {t(isRollingBack ? 'cancelRollBack' : 'cancel')}
          </Button>
        </>
      )}
      {!goes && canRollBack && (
        <Button icon={<Undo2 size={14} />} disabled={!may} onClick={() => ask('roll-back')}>
          {t('rollBack.ask')}
        </Button>
      )}
      <Dropdown
        trigger={['click']}
        menu={{
          items: goes
            ? [
                { key: 'signal', label: t('signal'), disabled: !may, onClick: () => ask({ signal: '' }) },
                { key: 'roll-back', label: t('rollBack.askGoing'), disabled: !may || !canRollBack, onClick: () => ask('roll-back') },
              ]
            : [{ key: 'rerun', label: t('rerun'), disabled: !may, onClick: () => ask('rerun') }],
        }}
      >
        <Button type="text" icon={<Ellipsis size={16} />} aria-label={t('more')} title={t('more')} />
      </Dropdown>
      {turn.error && <CallProblem error={turn.error} what={t(isPaused ? 'ask.resumeFailed' : 'ask.pauseFailed')} />}
    </div>
  );
};
