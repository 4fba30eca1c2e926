import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { states } from '@/marks/shapes';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { type Asking, Controls } from './controls';
import { useNow } from './use-now';
import type { RunView } from './view/run-view';
import { shortId, useWho } from './words';

/** `status` is that of the moment that is looked at, `present` that of now, by which the run is steered. */
type Props = {
  detail: Schema<'RunDetail'>;
  view: RunView;
  status: string;
  present: string;
  isPast: boolean;
  name: string;
  targets: number;
  ask: (what: Asking) => void;
};

/** Which run it is, how it stands, who started it and why; and what can be done with it. */
export const Head = ({ detail, view, status, present, isPast, name, targets, ask }: Props) => {
  const { t } = useTranslation('run');
  const state = stateOf(status, view.end?.handledFailures ?? false);
  return (
    <header className="run-head">
      <div className="run-title">
        <h2>
          <span title={detail.id}>{t('title', { id: shortId(detail.id), workflow: name })}</span>{' '}
          <Link to={`/workflows/${detail.workflow}`} title={t('version', { version: detail.version })}>
            <Tag>v{detail.version}</Tag>
          </Link>{' '}
          <span className="pill" style={{ color: `var(--${states[state].tone})`, background: `var(--${states[state].tone}-tint)` }}>
            <StateMark state={state} />
          </span>
        </h2>
        <Facts detail={detail} view={view} targets={targets} isPast={isPast} />
      </div>
      <Controls detail={detail} status={present} ask={ask} />
    </header>
  );
};

const Facts = ({ detail, view, targets, isPast }: Pick<Props, 'detail' | 'view' | 'targets' | 'isPast'>) => {
  const { t } = useTranslation('run');
  const format = useFormat();
  const who = useWho();
  const now = useNow(!view.end);
  const { startedAt, createdAt } = view;
  const parts = [
    startedAt
      ? t('started', { time: format.time(startedAt), who: who(detail.trigger) })
      : createdAt && t('asked', { time: format.time(createdAt), who: who(detail.trigger) }),
    startedAt && format.between(startedAt, view.endedAt ?? (isPast && view.at ? view.at : new Date(now))),
    targets > 0 && t('targets', { count: targets }),
    detail.reason && t('reason', { reason: detail.reason }),
  ].filter(Boolean);
  return (
    <p className="run-facts">
      {parts.join(' · ')}
      {detail.rerunOf && (
        <>
          {' · '}
          <Link to={`/runs/${detail.rerunOf}`}>{t('rerunOf', { id: shortId(detail.rerunOf) })}</Link>
        </>
      )}
      {detail.parent && (
        <>
          {' · '}
          <Link to={`/runs/${detail.parent}`}>{t('parent', { id: shortId(detail.parent) })}</Link>
        </>
      )}
    </p>
  );
};
