import { useTranslation } from 'react-i18next';
import { shapes, states } from '@/marks/shapes';
import { StateMark } from '@/marks/state-mark';
import { useMessages } from '@/problem/messages/use-messages';
import type { Problem } from './definition';
import type { RunMarks } from './flow';

/** An octagon with ×, or a triangle with !, on the upper right corner. What is wrong is told on hover and to screen readers. */
export const ProblemBadge = ({ problem }: { problem: Problem }) => {
  const { t } = useTranslation('canvas');
  const isError = problem.severity === 'error';
  const message = useMessages()(problem.message);
  const text = t(isError ? 'hasError' : 'hasWarning', { message });
  return (
    <span className="step-badge" style={{ color: isError ? 'var(--failed)' : 'var(--waiting)' }} title={message}>
      <svg viewBox="0 0 16 16" width={16} height={16} role="img" aria-label={text}>
        {isError ? shapes.failed : shapes.stuck}
      </svg>
    </span>
  );
};

export const RunBadge = ({ run }: { run: RunMarks }) => (
  <span className="step-badge step-run-badge">
    <StateMark state={run.state} bare />
    {run.badge && <span>{run.badge}</span>}
  </span>
);

/** Four pixels under the step: how many of its targets are in which state. */
export const TargetShares = ({ shares }: { shares: NonNullable<RunMarks['shares']> }) => (
  <div className="step-shares" aria-hidden>
    {shares.map(({ state, count }) => (
      <span key={state} style={{ flexGrow: count, background: `var(--${states[state].tone})` }} />
    ))}
  </div>
);
