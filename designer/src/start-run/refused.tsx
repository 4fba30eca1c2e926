import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiProblem } from '@/api/problem';
import { CallProblem } from '@/problem/call-problem';

/** Why no run was started. What is wrong with an input stands at its field. */
export const Refused = ({ error, workflow, shown }: { error: unknown; workflow: string; shown: boolean }) => {
  const { t } = useTranslation('start-run');
  const code = error instanceof ApiProblem ? error.code : '';
  if (code === 'workflow.busy') {
    const runs = error instanceof ApiProblem && Array.isArray(error.more.runs) ? error.more.runs.map(String) : [];
    return (
      <div role="alert">
        <CallProblem error={error} what={t('busy')} />
        <p className="start-runs">
          {runs.map((run) => (
            <Link key={run} to={`/runs/${run}`}>
              {t('running', { run })}
            </Link>
          ))}
          <Link to={`/runs?workflow=${encodeURIComponent(workflow)}`}>{t('allRuns')}</Link>
        </p>
      </div>
    );
  }
  if (code === 'inputs.invalid' && shown)
    return (
      <p className="start-wrong" role="alert">
        {t('invalid')}
      </p>
    );
  return <CallProblem error={error} what={t(code === 'workflow.paused' ? 'pausedNow' : 'failed')} />;
};
