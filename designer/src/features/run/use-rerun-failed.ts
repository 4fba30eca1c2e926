import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '@/api/client';
import { apiKey } from '@/api/queries';
import { useMay } from '@/api/session';
import type { Effect } from '@/marks/effect-mark';
import type { Step, Unit } from './view/run-view';

export type RerunBody = { from?: string; targets: 'failed' | 'all' };

/** Starts a rerun and goes to it. */
export const useRerun = (run: string) => {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RerunBody) => api.post('/api/v1/runs/{id}/rerun', { params: { id: run }, body }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs') });
      void navigate(`/runs/${id}`);
    },
  });
};

export type RerunFailed = ReturnType<typeof useRerunFailed>;

/** One press reruns the failed targets of a step; where the step disrupts, their names are shown first. While the run goes, the press
 * is kept until it has ended. */
export const useRerunFailed = (
  run: string,
  step: Step | undefined,
  effect: Effect | undefined,
  hasEnded: boolean,
  nameOf: (path: string) => string,
) => {
  const { t } = useTranslation('run');
  const [armed, setArmed] = useState(false);
  const [asking, setAsking] = useState(false);
  const rerun = useRerun(run);
  const may = useMay('operate');
  const failed: Unit[] = step ? [...step.units.values()].filter(({ status }) => status === 'failed' || status === 'not-known') : [];
  const container = step?.path.includes('/') ? step.path.split('/')[0] : undefined;
  const go = (): void => {
    setAsking(false);
    if (step) rerun.mutate({ from: step.path, targets: 'failed' });
  };
  const begin = (): void => {
    // What an unknown activity does is not known: it is asked about.
    if (effect === 'read' || effect === 'change') go();
    else setAsking(true);
  };
  const begins = useEffectEvent(begin);
  useEffect(() => {
    if (!armed || !hasEnded) return;
    setArmed(false);
    begins();
  }, [armed, hasEnded]);
  const blocked = !may ? t('notAllowed') : container ? t('table.inContainer', { step: nameOf(container) }) : undefined;
  return {
    failed,
    effect,
    blocked,
    armed,
    asking,
    goes: !hasEnded,
    isPending: rerun.isPending,
    error: rerun.error,
    press: () => {
      if (blocked || failed.length === 0) return;
      if (hasEnded) begin();
      else setArmed(!armed);
    },
    go,
    close: () => {
      setAsking(false);
      rerun.reset();
    },
  };
};
