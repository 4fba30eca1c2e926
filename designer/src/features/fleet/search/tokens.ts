/** The parts of a selector, for colouring it. Together they are the text. */
export type Token = { kind: 'text' | 'number' | 'operator' | 'field' | 'call' | 'other'; value: string };

const parts: readonly [Token['kind'], RegExp][] = [
  ['text', /'(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?/y],
  ['number', /\d+(?:\.\d+)?/y],
  ['operator', /==|!=|<=|>=|&&|\|\||[<>!+\-*/%]|\bin\b/y],
  ['call', /[\p{L}_]\w*(?=\s*\()/uy],
  ['field', /[\p{L}_][\p{L}\w]*/uy],
  ['other', /[^'"\d<>=!&|+\-*/%\p{L}_]+|./uy],
];

export const tokens = (text: string): Token[] => {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    for (const [kind, pattern] of parts) {
      pattern.lastIndex = at;
      const value = pattern.exec(text)?.[0];
      if (!value) continue;
      found.push({ kind, value });
      at += value.length;
      break;
    }
  }
  return found;
};

/** Whether a selector that is being typed has come to an end: one in the middle is not worth asking the server for. */
export const isWhole = (text: string): boolean => {
  const parts = tokens(text);
  const open = parts.some(({ kind, value }) => kind === 'text' && (value.length < 2 || value.at(-1) !== value[0]));
  const rest = parts
    .filter(({ kind }) => kind === 'other')
    .map(({ value }) => value)
    .join('');
  const depth = rest.split('(').length - rest.split(')').length;
  const end = text.trimEnd();
  return !open && depth <= 0 && !/(?:[=!<>&|+*/%.-]|\b(?:tags|cpu|memory|disk|network)\.[\w-]*)$/.test(end);
};
