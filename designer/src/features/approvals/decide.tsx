import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { useMay, useSession } from '@/api/session';
import { StateMark } from '@/marks/state-mark';
import { CallProblem } from '@/problem/call-problem';
import { approveKey, isFor, mustType, type Plan } from './plan';
import { useDeciders } from './words';

export type Decision = 'approve' | 'reject';
type Props = { approval: Schema<'ApprovalView'>; plan: Plan; decided: Decision | null; onDecided: (decision: Decision) => void };

/** The count where many or all is at stake, the reason, and the two buttons; on a phone at the lower edge. */
export const Decide = ({ approval, plan, decided, onDecided }: Props) => {
  const { t } = useTranslation('approvals');
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (decision: Decision) =>
      api.post('/api/v1/approvals/{id}', { params: { id: approval.id }, body: { decision, reason: reason.trim() || null } }),
    onSuccess: (_, decision) => {
      onDecided(decision);
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/approvals') });
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs') });
    },
  });
  const count = plan.targets.length;
  const typing = mustType(plan);
  const barred = useBarred(approval.by);
  const isCounted = !typing || typed.trim() === String(count);
  const hasReason = reason.trim() !== '';
  if (decided) {
    return (
      <div className="decide" role="status">
        <StateMark state={decided === 'approve' ? 'completed' : 'rejected'} bare /> {t(`done.${decided}`)}
      </div>
    );
  }
  return (
    <section className="decide" aria-label={t('decide')}>
      {typing && !barred && (
        <div className="decide-count">
          <span>
            {t('typeCount')} <span className="quiet">{t('typeWhy')}</span>
          </span>
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            aria-label={t('typeCount')}
          />
        </div>
      )}
      {!barred && (
        <Input.TextArea
          autoSize={{ minRows: 1, maxRows: 4 }}
          aria-label={t('reasonField')}
          placeholder={`${t('reasonField')} (${t('kept')})`}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {decide.error && <CallProblem error={decide.error} what={t('decideFailed')} />}
      <div className="decide-buttons">
        <Button
          disabled={barred !== undefined || !hasReason}
          loading={decide.isPending && decide.variables === 'reject'}
          onClick={() => decide.mutate('reject')}
        >
          {t('reject')}
        </Button>
        <Button
          type="primary"
          danger={plan.effect === 'destroy'}
          disabled={barred !== undefined || !isCounted}
          loading={decide.isPending && decide.variables === 'approve'}
          onClick={() => decide.mutate('approve')}
        >
          {t(approveKey(plan), { count })}
        </Button>
      </div>
      <p className="quiet">
        {barred ??
          [!isCounted && t('approveNeeds', { count }), !hasReason && t('rejectNeeds'), count > 0 && t('again')].filter(Boolean).join(' ')}
      </p>
    </section>
  );
};

/** Why this user cannot decide; undefined for whoever can. */
const useBarred = (by: readonly string[]): string | undefined => {
  const { t } = useTranslation('approvals');
  const may = useMay('approve');
  const session = useSession();
  const deciders = useDeciders();
  if (!session) return undefined;
  if (!may) return t('notAllowed');
  return isFor(by, { name: session.name, roles: session.roles }) ? undefined : t('notYours', { who: deciders(by) });
};
