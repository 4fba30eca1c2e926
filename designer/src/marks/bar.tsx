import './bar.css';

/** A share as a bar, with the line that it should stay below. The figure stands beside it. */
export const Bar = ({ share, warnAt = 0.8 }: { share: number; warnAt?: number }) => {
  const tone = share >= 0.9 ? 'bar-high' : share >= warnAt ? 'bar-warn' : '';
  return (
    <span className={`bar ${tone}`} aria-hidden="true">
      <span className="bar-fill" style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }} />
      <span className="bar-limit" style={{ left: `${warnAt * 100}%` }} />
    </span>
  );
};
