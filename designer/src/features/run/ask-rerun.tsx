import { Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downstreamOf } from '@/canvas/downstream';
import { EffectMark } from '@/marks/effect-mark';
import { Ask } from './ask';
import { useRerun } from './use-rerun-failed';
import type { WorkflowFacts } from './use-workflow';
import { notDone } from './view/rerun';
import type { RunView } from './view/run-view';

type Props = {
  run: string;
  view: RunView;
  facts: WorkflowFacts;
  from: string | null;
  nameOf: (path: string) => string;
  onClose: () => void;
};

const worst = ['destroy', 'disrupt', 'change', 'read'] as const;

/** Which steps are done again, with what they do and to how many targets, before they are. */
export const AskRerun = ({ run, view, facts: { definition, activities }, from: selected, nameOf, onClose }: Props) => {
  const { t } = useTranslation('run');
  const steps = Object.keys(definition?.steps ?? {});
  const [from, setFrom] = useState(selected ?? (definition && notDone(definition, view)[0]) ?? steps[0]);
  const [targets, setTargets] = useState<'failed' | 'all'>('failed');
  const rerun = useRerun(run);
  const again = definition && from ? downstreamOf(definition, [from]) : [];
  const effectOf = (step: string) => activities[definition?.steps?.[step]?.activity ?? '']?.effect;
  return (
    <Ask
      title={t('ask.rerunTitle')}
      go={t('ask.rerunGo')}
      danger={worst.find((effect) => again.some((step) => effectOf(step) === effect)) === 'destroy'}
      isPending={rerun.isPending}
      error={rerun.error}
      failed={t('ask.rerunFailed')}
      onGo={() => from && rerun.mutate({ from, targets })}
      onClose={onClose}
    >
      <Select
        className="ask-from"
        aria-label={t('ask.rerunFrom')}
        value={from}
        onChange={setFrom}
        options={steps.map((step) => ({ value: step, label: nameOf(step) }))}
        getPopupContainer={(trigger) => trigger.parentElement ?? document.body}
      />
      <Radio.Group
        aria-label={t('ask.rerunWhat')}
        value={targets}
        onChange={(event) => setTargets(event.target.value)}
        options={[
          { value: 'failed', label: t('ask.rerunOnlyFailed') },
          { value: 'all', label: t('ask.rerunAll') },
        ]}
      />
      <p>{t('ask.rerunEffect', { version: view.created?.version ?? 0 })}</p>
      <ul className="ask-names">
        {again.map((step) => {
          const effect = effectOf(step);
          const units = [...(view.steps.get(step)?.units.values() ?? [])].filter(
            ({ id, status }) => id !== '' && (targets === 'all' || status !== 'completed'),
          );
          const names = effect === 'disrupt' || effect === 'destroy' ? units.map(({ name }) => name).join(t('ask.and')) : '';
          return (
            <li key={step}>
              {effect && <EffectMark effect={effect} />} {nameOf(step)}{' '}
              {units.length > 0 && <span className="quiet">{t('targets', { count: units.length })}</span>}
              {names && <p className="ask-targets">{names}</p>}
            </li>
          );
        })}
      </ul>
    </Ask>
  );
};
