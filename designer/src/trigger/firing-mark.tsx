import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { type State, shapes, states } from '@/marks/shapes';

type Status = Schema<'FiringAnswer'>['status'];

const looks: Record<Status, State> = {
  pending: 'queued',
  started: 'completed',
  failed: 'failed',
  skipped: 'skipped',
  recommended: 'waiting',
};

/** What became of a firing, as shape, colour and word. */
export const FiringMark = ({ status }: { status: Status }) => {
  const { t } = useTranslation('trigger');
  const state = looks[status];
  return (
    <span className="mark" style={{ color: `var(--${states[state].tone})` }} data-state={state}>
      <svg viewBox="0 0 16 16" width={14} height={14} aria-hidden>
        {shapes[state]}
      </svg>
      <span>{t(`firing.${status}`)}</span>
    </span>
  );
};
