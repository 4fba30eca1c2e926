import { tokens } from './tokens';

/** The text of the field in colours, below the field itself, whose own text is transparent. */
export const Coloured = (props: { text: string; isSelector: boolean; wrongAt: number | undefined; scrolled: number }) => {
  const { text, isSelector, wrongAt, scrolled } = props;
  let at = 0;
  const parts = (isSelector ? tokens(text) : [{ kind: 'other' as const, value: text }]).map((token) => {
    const start = at;
    at += token.value.length;
    return { ...token, start, isWrong: wrongAt !== undefined && wrongAt >= start && wrongAt < at };
  });
  return (
    <div className="search-colours" aria-hidden>
      <span style={{ transform: `translateX(${-scrolled}px)` }}>
        {parts.map(({ kind, value, start, isWrong }) => (
          <span key={start} className={isWrong ? `token-${kind} token-wrong` : `token-${kind}`}>
            {value}
          </span>
        ))}
        {wrongAt !== undefined && wrongAt >= text.length && <span className="token-wrong"> </span>}
      </span>
    </div>
  );
};
