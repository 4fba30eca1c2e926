import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '@/format/use-format';
import { hasFailed } from './day';
import { hotHosts, type useOverview } from './use-overview';

/** The day in numbers; each leads to its list. */
export const Figures = ({ approvals, active, day, fleet, hot, automation }: ReturnType<typeof useOverview>) => {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const waiting = active.data?.items.filter(({ status }) => status !== 'running').length ?? 0;
  const running = (active.data?.items.length ?? 0) - waiting;
  const failed = day.data?.items.filter(hasFailed).length ?? 0;
  const all = day.data?.items.length ?? 0;
  const first = approvals.data?.items.flatMap(({ expiresAt }) => expiresAt ?? []).sort()[0];
  const more = day.data?.next ? '+' : '';
  const number = (value: number | undefined): string => (value === undefined ? '–' : format.number(value));
  return (
    <nav className="figures" aria-label={t('figures.label')}>
      <Figure to="/runs?status=running" name={t('figures.running')} value={number(active.data && running)}>
        {automation.data?.stopped ? t('figures.onlyInFlight') : t('figures.waiting', { count: waiting })}
      </Figure>
      <Figure
        to="/approvals"
        name={t('figures.forMe')}
        value={number(approvals.data?.items.length)}
        tone={approvals.data?.items.length ? 'waiting' : undefined}
      >
        {first && t('figures.expires', { time: format.time(first) })}
      </Figure>
      <Figure
        to="/runs?status=failed"
        name={t('figures.failed')}
        value={number(day.data && failed)}
        tone={failed > 0 ? 'failed' : undefined}
      >
        {t('figures.ofRuns', { count: all, all: `${format.number(all)}${more}` })}
      </Figure>
      <Figure to="/fleet" name={t('figures.fleet')} value={number(fleet.data?.vms.total)}>
        {fleet.data && t('figures.hosts', { count: fleet.data.hosts.total, hosts: format.number(fleet.data.hosts.total) })}
      </Figure>
      <Figure
        to={`/fleet?${new URLSearchParams({ tab: 'hosts', where: hotHosts })}`}
        name={t('figures.hot')}
        value={number(hot.data?.total)}
        tone={hot.data?.total ? 'waiting' : undefined}
      >
        {t('figures.hotMeans')}
      </Figure>
      <Figure
        to="/fleet?where=stale"
        name={t('figures.stale')}
        value={number(fleet.data?.vms.stale)}
        tone={fleet.data?.vms.stale ? 'waiting' : undefined}
      >
        {t('figures.staleMeans')}
      </Figure>
    </nav>
  );
};

const Figure = (props: { to: string; name: string; value: string; tone?: 'waiting' | 'failed' | undefined; children: ReactNode }) => (
  <Link to={props.to} className="figure">
    <span>{props.name}</span>
    <span className="figure-value">
      <strong className={props.tone ? `tone-${props.tone}` : undefined}>{props.value}</strong> <small>{props.children}</small>
    </span>
  </Link>
);
