import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('./**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' });

/** The folder that a file belongs to: `features/runs`, `app`, `api`, … */
const part = (path: string): string => path.match(/^(features\/[\w-]+|[\w-]+)\//)?.[1] ?? '';

const resolve = (from: string, target: string): string | undefined => {
  if (target.startsWith('@/')) return target.slice(2);
  if (!target.startsWith('.')) return undefined;
  return new URL(target, `file:///${from}`).pathname.slice(1);
};

const imports = Object.entries(sources).flatMap(([file, text]) => {
  const path = file.slice(2);
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)]
    .map(([, target = '']) => resolve(path, target))
    .filter((target) => target !== undefined)
    .map((target) => ({ path, from: part(path), to: part(target) }));
});

const isText = (path: string): boolean => path === 'text/i18next.d.ts';

describe('Structure', () => {
  it('Imports_OfThisTree_AreFound', () => {
    expect(imports.filter(({ from, to }) => from === 'app' && to.startsWith('features/')).length).toBeGreaterThan(10);
  });

  it('Features_ByTheirImports_StandAlone', () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith('features/') && to !== from && (to.startsWith('features/') || to === 'app'),
    );
    expect(wrong).toEqual([]);
  });

  it('Kits_ByTheirImports_KnowNoFeatureAndNoApp', () => {
    const isKit = (from: string): boolean => from !== '' && from !== 'app' && !from.startsWith('features/');
    const wrong = imports.filter(({ path, from, to }) => isKit(from) && !isText(path) && (to === 'app' || to.startsWith('features/')));
    expect(wrong).toEqual([]);
  });

  it('Colours_OutsideTheTheme_AreTokens', () => {
    const styles = import.meta.glob<string>('./**/*.{css,tsx}', { eager: true, query: '?raw', import: 'default' });
    const wrong = Object.entries(styles).filter(([, text]) => /#[0-9a-f]{3,8}\b(?=[;'")\s])/i.test(text));
    expect(wrong.map(([path]) => path)).toEqual([]);
  });
});
