/** JSON Pointer (RFC 6901): the paths by which the API says where something is wrong. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export const escapeToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

export const appended = (pointer: string, ...tokens: (string | number)[]): string =>
  pointer + tokens.map((token) => `/${escapeToken(String(token))}`).join('');

export const tokensOf = (pointer: string): string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export const at = (value: Json | undefined, tokens: readonly string[]): Json | undefined => {
  let here = value;
  for (const token of tokens) {
    if (Array.isArray(here)) here = here[Number(token)];
    else if (isObject(here)) here = here[token];
    else return undefined;
  }
  return here;
};

/** A copy in which the place holds the value; undefined takes it away. Objects on the way are made, and those left empty stay. */
export const withAt = (value: Json | undefined, tokens: readonly string[], now: Json | undefined): Json | undefined => {
  const [first, ...rest] = tokens;
  if (first === undefined) return now;
  if (Array.isArray(value)) {
    const copy = [...value];
    const inside = withAt(copy[Number(first)], rest, now);
    if (inside === undefined) copy.splice(Number(first), 1);
    else copy[Number(first)] = inside;
    return copy;
  }
  const object = isObject(value) ? value : {};
  const inside = withAt(object[first], rest, now);
  if (inside === undefined) {
    const { [first]: _, ...others } = object;
    return others;
  }
  return { ...object, [first]: inside };
};
