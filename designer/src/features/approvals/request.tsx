import { Button } from 'antd';
import { ChevronLeft } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useNames } from '@/canvas/names';
import { useFormat } from '@/format/use-format';
import { Empty } from '@/layout/page';
import { StateMark } from '@/marks/state-mark';
import { CallProblem } from '@/problem/call-problem';
import { Decide, type Decision } from './decide';
import { Expiry } from './expiry';
import { planOf, withSeen } from './plan';
import { PlanCard } from './plan-card';
import { SoFar } from './so-far';
import { useFacts } from './use-facts';
import { useSeen } from './use-seen';
import { shortId } from './words';

type Approval = Schema<'ApprovalView'>;
type Props = { approval: Approval | undefined; items: readonly Approval[]; onOpen: (id: string | null) => void };

/** What is asked for, by whom and until when; and the decision. It stays as it was read once it is decided. */
export const Request = ({ approval: current, items, onOpen }: Props) => {
  const { t } = useTranslation('approvals');
  const [decided, setDecided] = useState<{ approval: Approval; decision: Decision } | null>(null);
  const approval = decided?.approval ?? current;
  const facts = useFacts(approval?.run);
  const { run, definition, activities, isReady } = facts;
  const names = useNames();
  const chosen = useMemo(
    () => (approval && run && isReady ? planOf(approval, run, definition, activities) : undefined),
    [approval, run, definition, activities, isReady],
  );
  const seen = useSeen(chosen);
  const plan = useMemo(() => chosen && withSeen(chosen, seen), [chosen, seen]);
  const at = items.findIndex(({ id }) => id === approval?.id);
  const back = (
    <div className="request-back">
      <Button type="text" icon={<ChevronLeft size={16} />} onClick={() => onOpen(null)}>
        {t('back')}
      </Button>
      {at >= 0 && items.length > 1 && <span className="quiet">{t('position', { index: at + 1, count: items.length })}</span>}
    </div>
  );
  if (!approval) {
    return (
      <div className="request">
        {back}
        <section className="card">
          <Empty text={t('gone')} />
        </section>
      </div>
    );
  }
  return (
    <>
      <div className="request">
        {back}
        <Head approval={approval} run={run} name={definition?.name ?? approval.workflow} count={plan?.targets.length ?? 0} />
        {facts.error && !run && <CallProblem error={facts.error} what={t('runFailed')} />}
        {plan && <PlanCard plan={plan} message={approval.message} title={names.activity(activities[plan.activity], plan.activity)} />}
      </div>
      <aside className="request-side">
        <SoFar approval={approval} run={run} />
        {plan && (
          <Decide
            approval={approval}
            plan={plan}
            decided={decided?.decision ?? null}
            onDecided={(decision) => setDecided({ approval, decision })}
          />
        )}
      </aside>
    </>
  );
};

const Head = ({
  approval,
  run,
  name,
  count,
}: {
  approval: Approval;
  run: Schema<'RunDetail'> | undefined;
  name: string;
  count: number;
}) => {
  const { t } = useTranslation('approvals');
  const format = useFormat();
  return (
    <header className="request-head">
      <h2>
        {count > 0 ? t('titled', { title: name, what: t('on', { count }) }) : name}{' '}
        <span className="request-pill">
          <StateMark state="waiting" /> <Expiry at={approval.expiresAt} />
        </span>
      </h2>
      <p>
        {t('asked', {
          who: run?.trigger.by ?? run?.trigger.name ?? '–',
          time: format.time(approval.requestedAt),
          id: shortId(approval.run),
        })}
        {run?.reason && <>: {t('reason', { reason: run.reason })}</>} · <Link to={`/runs/${approval.run}`}>{t('openRun')}</Link>
      </p>
    </header>
  );
};
