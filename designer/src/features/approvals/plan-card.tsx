import { Table } from 'antd';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EffectMark } from '@/marks/effect-mark';
import { useIsPhone } from '@/theme/media';
import type { Plan, PlannedTarget } from './plan';

/** What is done to which targets. Names are never cut. */
export const PlanCard = ({ plan, message, title }: { plan: Plan; message: string; title: string }) => {
  const { t } = useTranslation('approvals');
  const { t: tMarks } = useTranslation('marks');
  const isPhone = useIsPhone();
  const { effect, targets, settings, follows } = plan;
  return (
    <section className="card plan" data-effect={effect}>
      <header className="card-head">
        <EffectMark effect={effect} />
        <h2>
          {targets.length > 0
            ? t('titled', { title, what: t('on', { count: targets.length }) })
            : follows.length > 0
              ? t('follows')
              : title}
        </h2>
        {effect === 'destroy' && (
          <span className="card-extra plan-destroy">
            <Ban size={12} aria-hidden /> {tMarks('cannotBeUndone')}
          </span>
        )}
      </header>
      {targets.length === 0 && <p className="plan-text">{message}</p>}
      {settings.length > 0 && (
        <p className="plan-text quiet">{t('settings', { settings: settings.map(([name, value]) => `${name} = ${value}`).join(', ') })}</p>
      )}
      {follows.length > 0 && (
        <ul className="plain-list">
          {follows.map((step) => (
            <li key={step.path}>
              <EffectMark effect={step.effect} /> {step.name}
            </li>
          ))}
        </ul>
      )}
      {targets.length > 0 && (isPhone ? <Names targets={targets} effect={effect} /> : <TargetTable targets={targets} />)}
    </section>
  );
};

const TargetTable = ({ targets }: { targets: readonly PlannedTarget[] }) => {
  const { t } = useTranslation('approvals');
  return (
    <Table<PlannedTarget>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={targets}
      scroll={targets.length > 200 ? { y: 560, x: 640 } : { x: 'max-content' }}
      virtual={targets.length > 200}
      columns={[
        { title: t('table.target'), render: (_, { name }) => <strong className="plan-name">{name}</strong> },
        {
          title: t('table.owner'),
          render: (_, { owner, known }) => owner ?? <span className="quiet">{known ? t('table.noOwner') : '–'}</span>,
        },
        { title: t('table.host'), render: (_, { host }) => host },
        { title: t('table.state'), render: (_, { power }) => power && t(`power.${power}` as 'power.on', { defaultValue: power }) },
        { title: t('table.connection'), dataIndex: 'connection' },
      ]}
    />
  );
};

const shownOnPhone = 6;

/** On a phone: what is destroyed one below the other, the rest as text, with all names one press away. */
const Names = ({ targets, effect }: { targets: readonly PlannedTarget[]; effect: Plan['effect'] }) => {
  const { t } = useTranslation('approvals');
  const [all, setAll] = useState(effect === 'destroy' || targets.length <= shownOnPhone);
  if (!all) {
    const names = targets.slice(0, shownOnPhone).map(({ name }) => name);
    return (
      <button type="button" className="plan-names" onClick={() => setAll(true)} aria-expanded={false}>
        {names.join(', ')} {t('andMore', { count: targets.length - names.length })}
        <span className="quiet"> · {t('showAll')}</span>
      </button>
    );
  }
  return (
    <ul className="plan-rows">
      {targets.map((target) => (
        <li key={target.id}>
          <strong>{target.name}</strong>
          <span className="quiet">
            {[target.owner ?? (target.known ? t('table.noOwner') : undefined), target.host].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
};
