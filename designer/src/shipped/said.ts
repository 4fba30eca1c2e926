import { isObject } from '@/json/pointer';

export type Tree = { [key: string]: string | Tree };

/** Every text with the place that it stands at. */
export const textsOf = (tree: Tree, prefix = ''): [path: string, text: string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : textsOf(value, `${prefix}${key}.`),
  );

/** What one text is in another language: by the text itself and what it is, a name or a title, so that a copy of a shipped workflow keeps
 * its words, and what an author has written is shown as it was written. */
export const dictionary = (from: Tree, to: Tree): ReadonlyMap<string, string> => {
  const theirs = new Map(textsOf(to));
  return new Map(textsOf(from).map(([path, text]) => [entry(text, path.slice(path.lastIndexOf('.') + 1)), theirs.get(path) ?? text]));
};

export const entry = (text: string, kind: string): string => `${kind} ${text}`;

/** What people read of a definition. The values that its steps are given are none of it. */
const read: ReadonlySet<string> = new Set(['name', 'title', 'description']);
const data: ReadonlySet<string> = new Set(['with', 'default', 'outputs', 'layout']);

/** A definition with what people read of it in another language. */
export const translated = <T>(definition: T, say: (text: string, kind: string) => string): T => {
  if (!isObject(definition)) return definition;
  const parts = Object.entries(definition).map(([key, value]) => [
    key,
    data.has(key) ? value : read.has(key) && typeof value === 'string' ? say(value, key) : translated(value, say),
  ]);
  return Object.fromEntries(parts) as T;
};
