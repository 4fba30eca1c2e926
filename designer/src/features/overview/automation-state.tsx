import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { CallProblem } from '@/problem/call-problem';

type Automation = Schema<'AutomationView'>;

/** Whether automation goes: who stopped it, when and why, and the way back. */
export const AutomationState = ({ automation, changing, held }: { automation: Automation; changing: number; held: number }) => {
  const { t } = useTranslation('overview');
  const format = useFormat();
  if (!automation.stopped)
    return (
      <section className="card automation">
        <h2>
          <StateMark state="completed" bare /> {t('automation.on')}
        </h2>
        <p>
          {t('automation.onMeans', { runs: t('automation.runs', { count: changing }), targets: t('automation.targets', { count: held }) })}
        </p>
      </section>
    );
  return (
    <section className="card automation automation-stopped">
      <h2>
        <StateMark state="failed" bare /> {t('automation.stopped')}
      </h2>
      <p>{t('automation.by', { who: automation.stoppedBy ?? '–', time: format.time(automation.stoppedAt ?? new Date()) })}</p>
      <p>{automation.reason ? t('automation.reason', { reason: automation.reason }) : t('automation.noReason')}</p>
      <p>
        {t('automation.resumes', { runs: t('automation.runs', { count: changing }) })} <Link to="/runs">{t('going.all')}</Link>
      </p>
      <StartAgain />
    </section>
  );
};

const StartAgain = () => {
  const { t } = useTranslation('overview');
  const queries = useQueryClient();
  const may = useMay('operate');
  const [reason, setReason] = useState('');
  const start = useMutation({
    mutationFn: () => api.post('/api/v1/automation/start', { body: { reason: reason.trim() } }),
    onSuccess: (now) => {
      queries.setQueryData(apiQuery('/api/v1/automation', {}).queryKey, now);
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs') });
    },
  });
  if (!may) return <p>{t('automation.notAllowed')}</p>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <input
        type="text"
        required
        aria-label={t('automation.reasonNeeded')}
        placeholder={t('automation.reasonNeeded')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="button" disabled={reason.trim() === '' || start.isPending}>
        {t('automation.start')}
      </button>
      {start.error && <CallProblem error={start.error} what={t('automation.startFailed')} />}
    </form>
  );
};
