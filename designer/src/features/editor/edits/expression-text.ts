/** Where an expression's own code is, so that its strings, comments and the text around it are left alone. */
type Span = { text: string; code: boolean };

/** A string of the definition, cut at its `${ … }`; `$${` writes `${` itself. `whole` is all code, such as a condition without braces. */
export const cutTemplate = (text: string, whole = false): Span[] => {
  if (whole && !text.includes('${')) return cutCode(text, 0, text.length).spans;
  const spans: Span[] = [];
  let at = 0;
  for (let open = text.indexOf('${'); open >= 0; open = text.indexOf('${', at)) {
    spans.push({ text: text.slice(at, open + 2), code: false });
    at = open + 2;
    if (text[open - 1] === '$') continue;
    const code = cutCode(text, at, text.length);
    spans.push(...code.spans);
    at = code.end;
  }
  return [...spans, { text: text.slice(at), code: false }];
};

/** Code up to the brace that closes it, with its strings apart. */
const cutCode = (text: string, start: number, stop: number): { spans: Span[]; end: number } => {
  const spans: Span[] = [];
  let [depth, from, at] = [0, start, start];
  const end = (to: number): void => {
    if (to > from) spans.push({ text: text.slice(from, to), code: true });
    from = to;
  };
  for (; at < stop; at++) {
    const one = text[at];
    if (one === '{') depth++;
    else if (one === '}' && depth-- === 0) break;
    else if (one === '"' || one === "'" || one === '`' || (one === '/' && (text[at + 1] === '/' || text[at + 1] === '*'))) {
      // What stands in brackets names a step: `steps['power-off']`.
      const name = /^(['"])[\w-]*\1/.exec(text.slice(at, at + 80))?.[0];
      if (name !== undefined && text.slice(0, at).trimEnd().endsWith('[')) {
        at += name.length - 1;
        continue;
      }
      end(at);
      if (one === '`') {
        const inner = cutBackticks(text, at, stop);
        spans.push(...inner.spans);
        at = from = inner.end;
      } else {
        at = from = one === '/' ? endOfComment(text, at, stop) : endOfString(text, at, stop);
        spans.push({
          text: text.slice(
            spans.reduce((sum, span) => sum + span.text.length, start),
            at,
          ),
          code: false,
        });
      }
      at--;
    }
  }
  end(at);
  return { spans, end: at };
};

const endOfString = (text: string, at: number, stop: number): number => {
  let end = at + 1;
  while (end < stop && text[end] !== text[at]) end += text[end] === '\\' ? 2 : 1;
  return Math.min(stop, end + 1);
};

const endOfComment = (text: string, at: number, stop: number): number => {
  const closing = text[at + 1] === '/' ? '\n' : '*/';
  const end = text.indexOf(closing, at + 2);
  return end < 0 ? stop : end + closing.length;
};

const cutBackticks = (text: string, start: number, stop: number): { spans: Span[]; end: number } => {
  const spans: Span[] = [];
  let [from, at] = [start, start + 1];
  while (at < stop && text[at] !== '`') {
    if (text[at] === '$' && text[at + 1] === '{') {
      spans.push({ text: text.slice(from, at + 2), code: false });
      const inner = cutCode(text, at + 2, stop);
      spans.push(...inner.spans);
      at = from = inner.end;
    } else at += text[at] === '\\' ? 2 : 1;
  }
  const end = Math.min(stop, at + 1);
  spans.push({ text: text.slice(from, end), code: false });
  return { spans, end };
};
