import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { CallProblem } from '@/problem/call-problem';
import { Ring } from './ring';
import { type Step, stepBefore, steps } from './steps';
import './tour.css';

type Props = {
  step: Step;
  vms: readonly Schema<'VmRow'>[] | undefined;
  isHere: boolean;
  isBusy: boolean;
  error: unknown;
  onBack: () => void;
  onNext: () => void;
  onReturn: () => void;
  onSkip: () => void;
};

/** One step of the tour, beside the page and never over it: everything stays usable. */
export const Coachmark = ({ step, vms, isHere, isBusy, error, onBack, onNext, onReturn, onSkip }: Props) => {
  const { t } = useTranslation('tour');
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step.name);
  useEffect(() => {
    // Not at the first step: nobody asked for it, so it takes no focus away.
    if (shown.current !== step.name) heading.current?.focus();
    shown.current = step.name;
  }, [step.name]);
  const number = steps.indexOf(step) + 1;
  return (
    <>
      {isHere && step.anchor && <Ring anchor={step.anchor} />}
      <aside className="tour" aria-label={t('label')}>
        <p className="tour-count">{t('count', { number, count: steps.length })}</p>
        <h2 ref={heading} tabIndex={-1}>
          {t(`${step.name}.title`)}
        </h2>
        <p>{t(`${step.name}.text`)}</p>
        {step.name === 'start' && vms && <Names vms={vms} />}
        {error !== null && error !== undefined && <CallProblem error={error} what={t('failed')} />}
        <div className="tour-buttons">
          {isHere ? (
            <button type="button" className="tour-main" onClick={onNext} disabled={isBusy}>
              {t(`${step.name}.next`)}
            </button>
          ) : (
            <button type="button" className="tour-main" onClick={onReturn}>
              {t('return')}
            </button>
          )}
          {stepBefore(step.name) && step.name !== 'run' && (
            <button type="button" onClick={onBack}>
              {t('back')}
            </button>
          )}
          {step.name !== 'run' && (
            <button type="button" className="tour-skip" onClick={onSkip}>
              {t('skip')}
            </button>
          )}
        </div>
      </aside>
    </>
  );
};

/** Whom the start touches, by name, before it happens. */
const Names = ({ vms }: { vms: readonly Schema<'VmRow'>[] }) => {
  const { t } = useTranslation('tour');
  return (
    <div className="tour-names">
      <p>{t('start.found', { count: vms.length })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard. */}
      <ul tabIndex={0} aria-label={t('start.found', { count: vms.length })}>
        {vms.map(({ id, name, tags }) => (
          <li key={id}>
            {name} <span>{tags.owner}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};
