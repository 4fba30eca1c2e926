import { describe, expect, it } from 'vitest';
import { avoided } from './avoided';

type Tree = { [key: string]: string | Tree };

const files = import.meta.glob<Tree>('../**/text/*.json', { eager: true, import: 'default' });
const folders = [...new Set(Object.keys(files).map((path) => path.replace(/\/\w+\.json$/, '')))];

const flat = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
const texts = (folder: string, language: string): Map<string, string> => new Map(flat(files[`${folder}/${language}.json`] ?? {}));
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
// English has a plural, Chinese has none.
const stem = (key: string): string => key.replace(/_(one|other)$/, '');

describe.each(folders)('Texts of %s', (folder) => {
  const [en, zh] = [texts(folder, 'en'), texts(folder, 'zh')];

  it('Keys_OfBothLanguages_AreTheSame', () => {
    expect([...new Set([...zh.keys()].map(stem))].sort()).toEqual([...new Set([...en.keys()].map(stem))].sort());
    expect(en.size).toBeGreaterThan(0);
  });

  it('Placeholders_OfBothLanguages_AreTheSame', () => {
    const differing = [...en].filter(([key, text]) => {
      const chinese = zh.get(key) ?? zh.get(stem(key)) ?? zh.get(`${stem(key)}_other`) ?? '';
      return placeholders(text).join() !== placeholders(chinese).join();
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('Chinese_ByTheGlossary_AvoidsWhatItSays', () => {
    const found = [...zh].flatMap(([key, text]) =>
      avoided.filter(([word]) => word.test(text)).map(([, instead]) => `${key}: ${text} (${instead})`),
    );
    expect(found).toEqual([]);
  });

  it('Chinese_Sentences_HaveFullWidthPunctuation', () => {
    expect([...zh].filter(([, text]) => /[一-鿿][,;:!?.]|[,;!?](?=[一-鿿])/.test(text)).map(([key]) => key)).toEqual([]);
  });
});
