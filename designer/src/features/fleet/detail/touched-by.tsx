import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiQuery } from '@/api/queries';
import { Time } from '@/format/time';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { CallProblem } from '@/problem/call-problem';
import { useWorkflowNames } from '@/shipped/use-said';

/** The runs that had to do with this object, newest first. */
export const TouchedBy = ({ target }: { target: string }) => {
  const { t } = useTranslation('fleet');
  const runs = useQuery({ ...apiQuery('/api/v1/runs', { query: { target, limit: 10 } }), refetchInterval: 5_000 });
  const nameOf = useWorkflowNames();
  if (runs.error) return <CallProblem error={runs.error} what={t('detail.runsFailed')} retry={runs.refetch} />;
  return (
    <section>
      <h3>{t('detail.runs')}</h3>
      {runs.data?.items.length === 0 && <p className="quiet">{t('detail.noRun')}</p>}
      <ul className="touched">
        {runs.data?.items.map((run) => (
          <li key={run.id}>
            <StateMark state={stateOf(run.status, run.handledFailures)} bare />
            <Link to={`/runs/${run.id}`} title={run.id}>
              {nameOf(run.workflow)}
            </Link>
            {run.reason && <span className="quiet">{run.reason}</span>}
            <Time at={run.startedAt ?? run.createdAt} />
          </li>
        ))}
      </ul>
    </section>
  );
};
