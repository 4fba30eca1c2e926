import { Table } from 'antd';
import { ArrowRight, Ban, CircleHelp, OctagonX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNames } from '@/canvas/names';
import { Time } from '@/format/time';
import { EffectMark } from '@/marks/effect-mark';
import { useMessages } from '@/problem/messages/use-messages';
import { useIsPhone } from '@/theme/media';
import { byStep, countTargets, type Plan, type PlannedEffect, type PlannedStep } from './plan';
import { useWords } from './use-words';
import './plan.css';

type Props = {
  plan: Plan;
  /** What a step is called. */
  nameOf?: ((step: string) => string | undefined) | undefined;
  /** In a list: one line for each target. */
  short?: boolean;
};

/** What a run would change: its targets by name with what is now and what would be, what stands in its way, and what it alone can tell. */
export const PlanView = ({ plan, nameOf = () => undefined, short = false }: Props) => {
  const { t } = useTranslation('plan');
  const steps = byStep(plan);
  const targets = countTargets(plan);
  return (
    <div className="plan-view">
      <p className="plan-sum">
        <strong>{plan.effects.length === 0 ? t('nothing') : t('changes', { count: targets })}</strong>
        <span className="plan-quiet">
          <Time at={plan.plannedAt} /> · {t('changedNothing')}
        </span>
      </p>
      <Blocks plan={plan} nameOf={nameOf} />
      {steps.map((step) => (
        <Step key={step.step} step={step} nameOf={nameOf} short={short} />
      ))}
      {plan.effectCount > plan.effects.length && (
        <p className="plan-quiet">{t('more', { count: plan.effectCount - plan.effects.length })}</p>
      )}
      <Unknown plan={plan} nameOf={nameOf} />
    </div>
  );
};

type Named = Required<Pick<Props, 'plan'>> & { nameOf: (step: string) => string | undefined };

const Blocks = ({ plan, nameOf }: Named) => {
  const { t } = useTranslation('plan');
  const words = useWords();
  if (plan.blockedBy.length === 0) return null;
  return (
    <section className="plan-blocks" role="alert">
      <h3>
        <OctagonX size={14} aria-hidden /> {t('blocked')}
      </h3>
      <ul>
        {plan.blockedBy.map((block) => (
          <li key={`${block.code} ${block.step ?? ''} ${block.target?.id ?? ''}`}>
            {block.step && <span className="plan-of">{nameOf(block.step) ?? block.step}</span>} {words.block(block)}{' '}
            <code className="plan-quiet">{block.code}</code>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Unknown = ({ plan, nameOf }: Named) => {
  const { t } = useTranslation('plan');
  const words = useWords();
  const lines = [...plan.unknown, ...plan.notes];
  if (lines.length === 0) return null;
  return (
    <section className="plan-unknown">
      <h3>
        <CircleHelp size={14} aria-hidden /> {t('unknown', { count: lines.length })}
      </h3>
      <ul>
        {lines.map((line) => (
          <li key={`${line.step} ${line.code} ${line.of}`}>
            {line.step && <span className="plan-of">{nameOf(line.step) ?? line.step}</span>}{' '}
            {words.why({ ...line, of: nameOf(line.of) ?? line.of })}
          </li>
        ))}
      </ul>
    </section>
  );
};

const Step = ({ step, nameOf, short }: { step: PlannedStep; nameOf: Named['nameOf']; short: boolean }) => {
  const { t } = useTranslation('plan');
  const isPhone = useIsPhone();
  const { effect, effects } = step;
  const names = useNames();
  const activity = effects[0]?.activity ?? '';
  const forGood = effects.every(({ undo }) => undo === null);
  return (
    <section className="plan-step" data-effect={effect}>
      <h3>
        <EffectMark effect={effect} /> {nameOf(step.step) ?? names.activity(undefined, activity)}
        {forGood && effect !== 'change' && (
          <span className={effect === 'destroy' ? 'plan-for-good' : 'plan-quiet'}>
            <Ban size={12} aria-hidden /> {t(effect === 'destroy' ? 'forGood' : 'noRollBack')}
          </span>
        )}
      </h3>
      {short || isPhone ? <Lines effects={effects} nameOf={nameOf} /> : <Targets effects={effects} nameOf={nameOf} />}
    </section>
  );
};

const shownAtFirst = 200;

type Effects = { effects: readonly PlannedEffect[]; nameOf: Named['nameOf'] };

const Targets = ({ effects, nameOf }: Effects) => {
  const { t } = useTranslation('plan');
  return (
    <Table<PlannedEffect>
      size="small"
      rowKey={({ step, target }) => `${step} ${target?.id ?? ''}`}
      pagination={false}
      dataSource={[...effects]}
      virtual={effects.length > shownAtFirst}
      scroll={effects.length > shownAtFirst ? { y: 420, x: 640 } : { x: 'max-content' }}
      columns={[
        { title: t('table.target'), render: (_, effect) => <Target effect={effect} /> },
        {
          title: t('table.owner'),
          render: (_, { target }) => target && (target.owner ?? <span className="plan-quiet">{t('table.noOwner')}</span>),
        },
        { title: t('table.host'), render: (_, { target }) => target?.host },
        { title: t('table.change'), render: (_, effect) => <Change effect={effect} nameOf={nameOf} /> },
        {
          title: t('table.rollBack'),
          render: (_, { undo }) => (undo ? t('table.byRollBack') : <span className="plan-quiet">{t('table.not')}</span>),
        },
      ]}
    />
  );
};

const Lines = ({ effects, nameOf }: Effects) => (
  <ul className="plan-lines">
    {effects.map((effect) => (
      <li key={`${effect.step} ${effect.target?.id ?? ''}`}>
        <Target effect={effect} /> <Change effect={effect} nameOf={nameOf} />
      </li>
    ))}
  </ul>
);

const Target = ({ effect }: { effect: PlannedEffect }) => {
  const read = useMessages();
  return effect.target ? (
    <strong className="plan-name" title={read(effect.summary)}>
      {effect.target.name}
    </strong>
  ) : (
    <span>{read(effect.summary)}</span>
  );
};

const Change = ({ effect, nameOf }: { effect: PlannedEffect; nameOf: Named['nameOf'] }) => {
  const words = useWords();
  return (
    <>
      {effect.before !== '' && (
        <span className="plan-change">
          {words.state(effect.before)} <ArrowRight size={12} aria-hidden /> {words.state(effect.after)}
        </span>
      )}
      {effect.dependsOn && (
        <span className="plan-doubt">{words.why({ ...effect.dependsOn, of: nameOf(effect.dependsOn.of) ?? effect.dependsOn.of })}</span>
      )}
    </>
  );
};
