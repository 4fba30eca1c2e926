import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { StartRecommended } from '@/plan/start-recommended';
import { CallProblem } from '@/problem/call-problem';
import { ledBy, ledOf, type Outcome } from '../led';
import { LedMark } from '../marks';
import { newRule } from '../row-action';
import { useFiringCalls } from '../use-firing-calls';
import { useWhy } from '../why';
import { OtherRules } from './other-rules';

/** What the alert led to by each rule, with what can be done about it. */
export const Outcomes = ({ detail }: { detail: Schema<'AlertDetail'> }) => {
  const { alert, otherRules } = detail;
  const { t } = useTranslation('alerts');
  const mayWrite = useMay('author');
  const why = useWhy();
  return (
    <section>
      <h3>{t('ledTo')}</h3>
      {alert.outcomes.length === 0 && (
        <>
          <p>
            <LedMark led={ledOf(alert)} />
          </p>
          <p className="pane-help">{why(ledOf(alert))}</p>
          {mayWrite && (
            <div className="pane-actions">
              <Link to={newRule(alert)}>
                <Button size="small" tabIndex={-1}>
                  {t('action.ruleLong')}
                </Button>
              </Link>
            </div>
          )}
        </>
      )}
      {alert.outcomes.map((outcome) => (
        <OneOutcome key={outcome.trigger} outcome={outcome} />
      ))}
      <OtherRules rules={otherRules} />
    </section>
  );
};

const OneOutcome = ({ outcome }: { outcome: Outcome }) => {
  const { t } = useTranslation('alerts');
  const why = useWhy();
  const mayOperate = useMay('operate');
  const { start, dismiss, changed } = useFiringCalls(outcome);
  const led = ledBy(outcome);
  const status = outcome.firing?.status;
  const isOpen = status === 'failed' && !led.runId;
  const mayDismiss = status === 'recommended' || status === 'pending';
  return (
    <div className="alerts-led">
      <LedMark led={led} />{' '}
      <Link to={`/triggers/rules?${new URLSearchParams({ open: outcome.trigger })}`}>{outcome.triggerName ?? outcome.trigger}</Link>
      <p>{why(led)}</p>
      {outcome.firing?.nextAttemptAt && led.word === 'notYet' && (
        <p className="pane-help">
          {t('nextAttempt')} <Time at={outcome.firing.nextAttemptAt} />
        </p>
      )}
      {status === 'recommended' && outcome.firing && (
        <StartRecommended trigger={outcome.trigger} firing={outcome.firing.id} mayStart={mayOperate} onStarted={changed} />
      )}
      {mayOperate && (isOpen || mayDismiss) && (
        <div className="pane-actions">
          {isOpen && (
            <Button size="small" type="primary" loading={start.isPending} onClick={() => start.mutate()}>
              {t('action.retry')}
            </Button>
          )}
          {mayDismiss && (
            <Button size="small" loading={dismiss.isPending} onClick={() => dismiss.mutate('')}>
              {t('action.dismiss')}
            </Button>
          )}
        </div>
      )}
      {start.error && <CallProblem error={start.error} what={t('startFailed')} />}
      {dismiss.error && <CallProblem error={dismiss.error} what={t('dismissFailed')} />}
    </div>
  );
};
