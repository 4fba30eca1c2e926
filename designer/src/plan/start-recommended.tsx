import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { apiQuery } from '@/api/queries';
import { CallProblem } from '@/problem/call-problem';
import { useMessages } from '@/problem/messages/use-messages';
import { Drift } from './drift';
import { countTargets, mustType, worstOf } from './plan';
import { PlanView } from './plan-view';
import { TypeCount } from './type-count';
import { driftedPlan } from './use-plan';

type Props = { trigger: string; firing: string; mayStart: boolean; onStarted: () => unknown };

/** What a trigger recommends, with its plan, and the one press that starts it. The plan is made anew then: where it is another, it is shown,
 * and asked about again. */
export const StartRecommended = ({ trigger, firing, mayStart, onStarted }: Props) => {
  const { t } = useTranslation('plan');
  const read = useMessages();
  const params = { id: trigger, firing };
  const found = useQuery({
    ...apiQuery('/api/v1/triggers/{id}/firings/{firing}', { params }),
    refetchInterval: ({ state }) => (state.data && !state.data.plan && !state.data.planFailure ? 1_000 : false),
  });
  const [count, setCount] = useState('');
  const kept = found.data?.plan ?? undefined;
  const start = useMutation({
    mutationFn: (planHash: string | null) => api.post('/api/v1/triggers/{id}/firings/{firing}/start', { params, body: { planHash } }),
    onSuccess: onStarted,
  });
  const drifted = driftedPlan(start.error);
  const plan = drifted ?? kept;
  const targets = plan ? countTargets(plan) : 0;
  const typed = plan === undefined || !mustType(plan) || count.trim() === `${targets}`;
  return (
    <div className="plan-recommended">
      {!plan && found.data && (
        <p className="plan-quiet">{found.data.planFailure ? t('none', { why: read(found.data.planFailure) }) : t('coming')}</p>
      )}
      {drifted && kept && <Drift before={kept} now={drifted} />}
      {plan && <PlanView plan={plan} short />}
      {mayStart && plan && mustType(plan) && <TypeCount count={targets} value={count} onChange={setCount} />}
      {start.error && !drifted && <CallProblem error={start.error} what={t('startFailed')} />}
      {mayStart && (
        <Button
          size="small"
          type="primary"
          danger={plan !== undefined && worstOf(plan.effects) === 'destroy'}
          disabled={!typed}
          loading={start.isPending}
          onClick={() => start.mutate(plan?.hash ?? null)}
        >
          {t(drifted ? 'startNow' : plan && worstOf(plan.effects) === 'destroy' ? 'startDestroy' : 'start')}
        </Button>
      )}
    </div>
  );
};
