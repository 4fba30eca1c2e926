import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { useMessages } from '@/problem/messages/use-messages';

type Run = Schema<'RunSummary'>;

export const useRunColumns = (nameOf: (workflow: string) => string): TableColumnsType<Run> => {
  const { t } = useTranslation('runs');
  const format = useFormat();
  return [
    { title: t('state'), width: 250, render: (_, run) => <RunState run={run} /> },
    {
      title: t('workflow'),
      render: (_, run) => (
        <>
          <Link to={`/runs/${run.id}`} title={run.id}>
            {nameOf(run.workflow)}
          </Link>{' '}
          <span className="quiet">v{run.version}</span>
        </>
      ),
    },
    { title: t('progress'), width: 180, render: (_, run) => run.targets && <Progress targets={run.targets} /> },
    {
      title: t('by'),
      render: (_, { trigger, reason }) => (
        <span title={reason ? t('reasonOf', { reason }) : undefined}>
          {trigger.by ?? trigger.name ?? trigger.kind}{' '}
          <span className="quiet">{t(`trigger.${trigger.kind}` as 'trigger.api', { defaultValue: trigger.kind })}</span>
        </span>
      ),
    },
    { title: t('started'), width: 120, render: (_, run) => <Time at={run.startedAt ?? run.createdAt} /> },
    { title: t('took'), width: 110, align: 'right', render: (_, run) => run.startedAt && format.between(run.startedAt, run.endedAt) },
    { title: t('run'), width: 76, render: (_, run) => <code title={run.id}>{run.id.slice(-6)}</code> },
  ];
};

/** Waiting is never shown alone: with why. */
const RunState = ({ run }: { run: Run }) => {
  const { t } = useTranslation('runs');
  const read = useMessages();
  return (
    <span className="runs-state">
      <StateMark state={stateOf(run.status, run.handledFailures)} />
      {run.waiting && (
        <span className="quiet" title={read(run.waiting.message)}>
          {t(`waits.${run.waiting.for}` as 'waits.approval', { defaultValue: read(run.waiting.message) })}
        </span>
      )}
    </span>
  );
};

const Progress = ({ targets: { total, completed, failed, left } }: { targets: NonNullable<Run['targets']> }) => {
  const { t } = useTranslation('runs');
  const done = total - left;
  return (
    <span className="runs-progress">
      <span className="runs-bar" aria-hidden>
        <span style={{ flexGrow: failed, background: 'var(--failed)' }} />
        <span style={{ flexGrow: completed, background: 'var(--completed)' }} />
        <span style={{ flexGrow: done - completed - failed, background: 'var(--neutral)' }} />
        <span style={{ flexGrow: left }} />
      </span>
      {t('done', { done, total })} {failed > 0 && <span className="runs-failed">{t('failedTargets', { count: failed })}</span>}
    </span>
  );
};
