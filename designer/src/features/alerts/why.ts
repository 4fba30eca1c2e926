import { useTranslation } from 'react-i18next';
import { useMessages } from '@/problem/messages/use-messages';
import { useWorkflowNames } from '@/shipped/use-said';
import type { Led } from './led';

/** A run is called by the end of its id, as everywhere. */
const runId = /\b[0-9a-f]{26}([0-9a-f]{6})\b/g;

/** Why an alert led to what it did, in one sentence. */
export const useWhy = (): ((led: Led) => string) => {
  const { t } = useTranslation('alerts');
  const read = useMessages();
  const nameOf = useWorkflowNames();
  return ({ word, why, outcome }) => {
    if (word === 'noRule' || word === 'new') return t(`why.${word}`);
    const rule = outcome?.triggerName ?? outcome?.trigger ?? '';
    const workflow = outcome?.firing && nameOf(outcome.firing.workflow);
    if (word === 'run' && workflow) return t('why.run', { rule, workflow });
    if (word === 'recommended' && workflow && outcome?.kind !== 'mass') return t('why.recommended', { rule, workflow });
    const told = why ? read(why).replace(runId, '$1') : '';
    return word === 'selfInflicted' ? t('why.selfInflicted', { why: told }) : told;
  };
};
