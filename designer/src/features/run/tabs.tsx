import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { History } from './history';
import { Log } from './log';
import { Targets } from './targets';
import type { Looking, Tab } from './use-looking';
import type { RerunFailed } from './use-rerun-failed';
import { Values } from './values';
import type { RunData } from './view/data';
import type { Step } from './view/run-view';

type Props = {
  data: RunData;
  looking: Looking;
  steps: readonly Step[];
  step: Step | undefined;
  nameOf: (path: string) => string;
  rerun: RerunFailed;
};

const tabs: readonly Tab[] = ['targets', 'log', 'values', 'history'];

export const Tabs = ({ data, looking, steps, step, nameOf, rerun }: Props) => {
  const { t } = useTranslation('run');
  const { number } = useFormat();
  const { tab, look, view } = looking;
  const counts: Partial<Record<Tab, number>> = { targets: step?.units.size ?? 0, history: view.sequence };
  const selected = looking.step === null ? undefined : view.steps.get(looking.step);
  return (
    <section className="tabs">
      <div className="tabs-list" role="tablist" aria-label={t('name', { id: '' })}>
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`tab-${one}`}
            aria-selected={tab === one}
            aria-controls="tab-panel"
            onClick={() => look({ tab: one })}
          >
            {t(`tab.${one}`)} {counts[one] ? <span className="quiet">{number(counts[one])}</span> : null}
          </button>
        ))}
      </div>
      <div className="tabs-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'targets' && <Targets steps={steps} step={step} looking={looking} nameOf={nameOf} rerun={rerun} />}
        {tab === 'log' && <Log data={data} looking={looking} nameOf={nameOf} />}
        {tab === 'values' && <Values view={view} step={selected} name={selected ? nameOf(selected.path) : ''} />}
        {tab === 'history' && <History data={data} looking={looking} />}
      </div>
    </section>
  );
};
