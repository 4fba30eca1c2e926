import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { Time } from '@/format/time';
import { useMessages } from '@/problem/messages/use-messages';
import { ledBy } from '../led';
import { useWhy } from '../why';
import { type Step, stepsOf } from './steps';

/** What happened to the alert, step by step. */
export const Episode = ({ detail }: { detail: Schema<'AlertDetail'> }) => {
  const { t } = useTranslation('alerts');
  return (
    <section>
      <h3>{t('steps.title')}</h3>
      <ol className="alerts-steps">
        {stepsOf(detail).map((step) => (
          <li key={`${step.at} ${step.kind} ${step.kind === 'rule' ? step.outcome.trigger : ''}`}>
            <Time at={step.at} />
            <span>
              <Told step={step} id={detail.alert.id} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
};

const Told = ({ step, id }: { step: Step; id: number }) => {
  const { t } = useTranslation('alerts');
  const read = useMessages();
  const why = useWhy();
  if (step.kind === 'accepted') return t('steps.accepted', { id });
  if (step.kind === 'target') return `${read(step.note)}${step.causedBy ? ` ${read(step.causedBy)}` : ''}`;
  if (step.kind === 'resolved') return t('steps.resolved');
  if (step.kind === 'fires') return step.severity ? t('steps.firesAs', { severity: step.severity }) : t('steps.fires');
  const { outcome } = step;
  const led = ledBy(outcome);
  const rule = outcome.triggerName ?? outcome.trigger;
  if (led.word === 'run') return t('steps.run', { rule, run: led.runId?.slice(-6) });
  return led.word === 'recommended' ? why(led) : t('steps.rule', { rule, why: why(led) });
};
