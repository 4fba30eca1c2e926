import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

type Chunk = { file: string; imports?: string[]; isEntry?: boolean; name?: string };

const dist = new URL('../../designer/dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<string, Chunk>;

const withImports = (keys: string[], found = new Set<string>()): Set<string> => {
  for (const key of keys) {
    if (found.has(key)) continue;
    found.add(key);
    withImports(manifest[key]?.imports ?? [], found);
  }
  return found;
};

test('FirstLoad_OfOverview_IsBelow400KB', () => {
  const entry = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  const overview = 'src/features/overview/page.tsx';
  expect(entry).toHaveLength(1);
  expect(manifest[overview]).toBeDefined();
  const files = [...withImports([...entry, overview])].map((key) => manifest[key]?.file ?? '').filter((file) => file.endsWith('.js'));
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0);
  console.log(`First load of Overview: ${Math.round(bytes / 1000)} kB gzip in ${files.length} files`);
  expect(bytes).toBeLessThan(400_000);
});
