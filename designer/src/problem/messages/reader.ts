/** Reads a sentence of the server in another language, or gives it as it is. */
export type Reader = (message: string) => string;

type Pattern = { expression: RegExp; holes: number[]; words: number; isPart: boolean; translated: string };

type Found = { pattern: Pattern; values: string[] };

const hole = /\{(\d)\}/g;
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const patternOf = ([message, translated]: [string, string]): Pattern => {
  const literals = message.split(/\{\d\}/);
  return {
    expression: new RegExp(`^${literals.map(literal).join('([\\s\\S]*?)')}$`),
    holes: [...message.matchAll(hole)].map(([, index]) => Number(index)),
    words: literals.join('').length,
    // `{0} moves` says something within a sentence only: by itself it would be found in anybody's words.
    isPart: /^\{\d\} \w+$/.test(message),
    translated,
  };
};

/** The server's sentences name what is wrong and then say how: `'count' has to be at least 1.` */
const quotes = "'' ";
const named = /^'([^']+)' ([\s\S]+)$/;

/** What is put into a sentence may hold others: `The default does not fit: 'x' has to be …`. */
const deepest = 4;

/** @param table sentences with {0}, {1} … for what is put into them, each with its translation. */
export const readerOf = (table: Record<string, string>): Reader => {
  const whole = new Map(Object.entries(table).filter(([message]) => !/\{\d\}/.test(message)));
  // Of two that fit, the one with more words of its own says it more closely.
  const patterns = Object.entries(table)
    .filter(([message]) => !whole.has(message))
    .map(patternOf)
    .sort((one, other) => other.words - one.words);

  const find = (message: string, depth: number): Found | undefined => {
    // A part of a sentence may end it.
    const part = message.replace(/\.$/, '');
    for (const pattern of patterns) {
      if (pattern.isPart && depth === 0) continue;
      const values = pattern.expression.exec(part) ?? pattern.expression.exec(message);
      if (values) return { pattern, values: values.slice(1) };
    }
  };

  const fill = ({ pattern: { holes, translated }, values }: Found, depth: number): string => {
    const put = new Map(holes.map((index, place) => [index, values[place] ?? '']));
    return translated.replace(hole, (_, index: string) => {
      const value = put.get(Number(index)) ?? '';
      return read(value, depth + 1) ?? value;
    });
  };

  const read = (message: string, depth: number): string | undefined => {
    const known = whole.get(message) ?? whole.get(message.replace(/\.$/, ''));
    if (known !== undefined || depth > deepest) return known;
    const [, name, rest] = named.exec(message) ?? [];
    const said = rest === undefined ? undefined : (whole.get(rest) ?? whole.get(rest.replace(/\.$/, '')));
    if (said) return `“${name}”${said}`;
    const [all, after] = [find(message, depth), rest === undefined ? undefined : find(rest, depth)];
    if (rest !== undefined && after && after.pattern.words > (all?.pattern.words ?? 0) - quotes.length)
      return `“${name}”${fill(after, depth)}`;
    return all && fill(all, depth);
  };
  return (message) => read(message, 0) ?? message;
};
