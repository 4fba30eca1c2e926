import { useTranslation } from 'react-i18next';
import { type State, shapes, states } from './shapes';
import './marks.css';

/** A state as shape, colour and word. `bare` leaves the word to what stands beside it, and tells it to screen readers only. */
export const StateMark = ({ state, bare = false, size = 14 }: { state: State; bare?: boolean; size?: number }) => {
  const { t } = useTranslation('marks');
  const word = t(`state.${state}`);
  return (
    <span className="mark" style={{ color: `var(--${states[state].tone})` }} data-state={state} title={bare ? word : undefined}>
      <svg
        viewBox="0 0 16 16"
        width={size}
        height={size}
        role={bare ? 'img' : undefined}
        aria-label={bare ? word : undefined}
        aria-hidden={!bare}
      >
        {shapes[state]}
      </svg>
      {!bare && <span>{word}</span>}
    </span>
  );
};
