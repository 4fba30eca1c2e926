import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import en from './text/en.json';
import zh from './text/zh.json';

// Vitest runs in the designer's folder. A test of the server sees to it that the list is whole.
const codes = JSON.parse(readFileSync('../server/codes.json', 'utf8')) as string[];

const at = (tree: unknown, code: string): unknown =>
  code.split('.').reduce<unknown>((found, part) => (found as Record<string, unknown> | undefined)?.[part], tree);
const isWhole = (words: unknown): boolean => {
  const { title, next } = (words ?? {}) as { title?: unknown; next?: unknown };
  return typeof title === 'string' && title !== '' && typeof next === 'string' && next !== '';
};
const known = (tree: object, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) => (isWhole(value) ? [prefix + key] : known(value as object, `${prefix}${key}.`)));

it.each([
  ['English', en],
  ['Chinese', zh],
])('EveryCodeOfTheServer_In%s_HasAMeaningAndANextStep', (_, texts) => {
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => !isWhole(at(texts, code)))).toEqual([]);
  expect(known(texts).filter((code) => !codes.includes(code))).toEqual([]);
});
