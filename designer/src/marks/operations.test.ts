import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import en from './text/en.json';

// Vitest runs in the designer's folder.
const folder = '../activities/Platforms';
const source = readdirSync(folder)
  .filter((file) => file.startsWith('PlatformOperation'))
  .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
  .join('\n');
const names = [...source.matchAll(/override string Name => (.+);/g)].flatMap(([, value = '']) =>
  [...value.matchAll(/(?:^|\? |: )"([a-z-]+)/g)].map(([, name]) => name),
);

it('EveryOperationOfPlatforms_HasAWord', () => {
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !Object.hasOwn(en.operation, name ?? ''))).toEqual([]);
});
