import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Time } from '@/format/time';
import { Card } from '@/layout/page';
import { StateMark } from '@/marks/state-mark';
import { PlanBrief } from '@/plan/plan-brief';
import { useWorkflowNames } from '@/shipped/use-said';
import { useSummary } from '@/trigger/use-summary';
import { hasFailed, type Need, needs } from './day';
import type { useOverview } from './use-overview';

const most = 6;

/** What somebody has to look at; without that the card is one quiet line. */
export const NeedsYou = ({ approvals, active, triggers, day }: ReturnType<typeof useOverview>) => {
  const { t } = useTranslation('overview');
  const failed = day.data?.items.filter(hasFailed) ?? [];
  const all = needs(approvals.data?.items ?? [], active.data?.items ?? [], failed, triggers.data?.items ?? []);
  return (
    <Card title={t('needs.title')} note={all.length > 0 ? all.length : undefined}>
      {all.length === 0 && <p className="overview-quiet">{t('needs.nothing')}</p>}
      <ul className="needs">
        {all.slice(0, most).map((need) => (
          <Line key={keyOf(need)} need={need} />
        ))}
      </ul>
      {all.length > most && (
        <p className="overview-quiet">
          <Link to="/runs?status=failed">{t('needs.more', { count: all.length - most })}</Link>
        </p>
      )}
    </Card>
  );
};

const keyOf = (need: Need): string =>
  need.kind === 'approval' ? need.approval.id : need.kind === 'recommended' ? need.trigger.id : need.run.id;

const Line = ({ need }: { need: Need }) => {
  const { t } = useTranslation('overview');
  const nameOf = useWorkflowNames();
  if (need.kind === 'approval') {
    const { id, workflow, message, expiresAt, requestedAt } = need.approval;
    return (
      <li>
        <StateMark state="waiting" bare />
        <div>
          <strong>{t('needs.approve', { workflow: nameOf(workflow) })}</strong>
          <span>{message}</span>
        </div>
        <span className="need-at">
          {t(expiresAt ? 'needs.expires' : 'needs.since')} <Time at={expiresAt ?? requestedAt} />
        </span>
        <Link className="button button-main" to={`/approvals?id=${encodeURIComponent(id)}`}>
          {t('needs.review')}
        </Link>
      </li>
    );
  }
  if (need.kind === 'recommended') return <Recommended need={need} />;
  const { run, kind } = need;
  return (
    <li>
      <StateMark state={kind} bare />
      <div>
        <strong>{t(`needs.${kind}`, { workflow: nameOf(run.workflow) })}</strong>
        <span>{run.reason ?? run.trigger.by ?? run.trigger.name ?? run.trigger.kind}</span>
      </div>
      <span className="need-at">
        <Time at={need.at} />
      </span>
      <Link className="button" to={`/runs/${run.id}`}>
        {t('needs.open')}
      </Link>
    </li>
  );
};

const Recommended = ({ need }: { need: Extract<Need, { kind: 'recommended' }> }) => {
  const { t } = useTranslation('overview');
  const nameOf = useWorkflowNames();
  const summaryOf = useSummary();
  const { id, name, type, workflow, status } = need.trigger;
  const last = status.lastFiring?.status === 'recommended' ? status.lastFiring : undefined;
  return (
    <li>
      <StateMark state="waiting" bare />
      <div>
        <strong>{t('needs.recommended', { workflow: nameOf(workflow), count: status.recommended })}</strong>
        <span>{last ? summaryOf(last) : name}</span>
        {last?.plan && <PlanBrief plan={last.plan} />}
      </div>
      <span className="need-at">
        <Time at={need.at} />
      </span>
      <Link className="button" to={`/triggers/${type === 'schedule' ? 'schedules' : 'rules'}?open=${encodeURIComponent(id)}`}>
        {t('needs.review')}
      </Link>
    </li>
  );
};
