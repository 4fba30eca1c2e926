/** Reads a sentence of the server in another language, or gives it as it is. */
export type Reader = (message: string) => string;

type Pattern = { expression: RegExp; holes: number[]; words: number; translated: string };

const hole = /\{(\d)\}/g;
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const patternOf = ([message, translated]: [string, string]): Pattern => {
  const literals = message.split(/\{\d\}/);
  return {
    expression: new RegExp(`^${literals.map(literal).join('([\\s\\S]*?)')}$`),
    holes: [...message.matchAll(hole)].map(([, index]) => Number(index)),
    words: literals.join('').length,
    translated,
  };
};

/** The server's sentences name what is wrong and then say how: `'count' has to be at least 1.` */
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

  const read = (message: string, depth: number): string | undefined => {
    // A part of a sentence may end it.
    const part = message.replace(/\.$/, '');
    const known = whole.get(message) ?? whole.get(part);
    if (known !== undefined || depth > deepest) return known;
    for (const { expression, holes, translated } of patterns) {
      const found = expression.exec(part) ?? expression.exec(message);
      if (!found) continue;
      const values = new Map(holes.map((index, place) => [index, found[place + 1] ?? '']));
      return translated.replace(hole, (_, index: string) => {
        const value = values.get(Number(index)) ?? '';
        return read(value, depth + 1) ?? value;
      });
    }
    const [, name, rest] = named.exec(message) ?? [];
    const said = rest && read(rest, depth + 1);
    return said ? `“${name}”${said}` : undefined;
  };
  return (message) => read(message, 0) ?? message;
};
