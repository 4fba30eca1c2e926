import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiQuery } from '@/api/queries';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { useMessages } from '@/problem/messages/use-messages';
import { type ActionName, progressOf } from './actions';

export type Started = { run: string; name: ActionName; count: number };

/** How far a run is that was started here. */
export const ActionProgress = ({ started, onDismiss }: { started: Started; onDismiss: () => void }) => {
  const { t } = useTranslation('fleet');
  const read = useMessages();
  const run = useQuery({
    ...apiQuery('/api/v1/runs/{id}', { params: { id: started.run } }),
    refetchInterval: ({ state }) => (state.data?.endedAt ? false : 1_000),
  }).data;
  const progress = run && progressOf(run);
  const waits = run && Object.values(run.steps).find(({ waiting }) => waiting)?.waiting;
  return (
    <div className="action-progress" role="status">
      {run && <StateMark state={stateOf(run.status, run.handledFailures)} />}
      <span>{t(`action.${started.name}.title`, { count: started.count, vms: started.count })}</span>
      {progress && progress.total > 0 && <span className="quiet">{t('action.progress', progress)}</span>}
      {progress && progress.failed > 0 && <span className="action-failed">{t('action.failures', { count: progress.failed })}</span>}
      {waits && <span className="quiet">{read(waits.message)}</span>}
      {run?.error && <span className="action-failed">{read(run.error.message)}</span>}
      <Link to={`/runs/${started.run}`}>{t('action.toRun')}</Link>
      <button type="button" className="search-clear" aria-label={t('action.dismiss')} onClick={onDismiss}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
};
