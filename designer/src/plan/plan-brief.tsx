import { useTranslation } from 'react-i18next';
import { useMessages } from '@/problem/messages/use-messages';
import type { Plan } from './plan';
import { useWords } from './use-words';
import './plan.css';

const most = 3;

/** The first lines of a plan, for where there is little room. */
export const PlanBrief = ({ plan }: { plan: Plan }) => {
  const { t } = useTranslation('plan');
  const words = useWords();
  const read = useMessages();
  const left = plan.effectCount - Math.min(most, plan.effects.length);
  return (
    <ul className="plan-brief">
      {plan.effects.length === 0 && <li>{t('nothing')}</li>}
      {plan.effects.slice(0, most).map(({ step, target, before, after, summary }) => (
        <li key={`${step} ${target?.id ?? ''}`}>
          {target ? `${target.name}: ${words.state(before)} → ${words.state(after)}` : read(summary)}
        </li>
      ))}
      {left > 0 && <li>{t('more', { count: left })}</li>}
      {plan.blockedBy.slice(0, 1).map((block) => (
        <li key={block.code} className="plan-stopped">
          {words.block(block)}
        </li>
      ))}
    </ul>
  );
};
