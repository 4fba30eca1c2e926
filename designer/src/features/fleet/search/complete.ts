import type { Tab } from '../address';
import { fields, quoted, tagPath, type Vocabulary, valuesOf } from './words';

type Option = { insert: string; label: string; kind: 'field' | 'tag' | 'metric' | 'value' | 'operator' | 'function' };

/** What may stand at the caret; choosing one replaces the text from `from` to `to`. */
export type Completion = { from: number; to: number; options: Option[] };

const most = 12;
const windows = ['5m', '1h', '24h', '14d'];
const path = String.raw`tags\.[\w-]+|tags\['[^']*'\]|[A-Za-z]\w*`;

const atValue = new RegExp(String.raw`(${path})\s*(==|!=)\s*('?)([^'&|()]*)$`);
const atMember = /\b(cpu|memory|disk|network|tags)\.([\w-]*)$/;
const atWindow = /\b(?:cpu|memory|disk|network)\.(?:avg|max|p95)\(\s*('?)(\w*)$/;
const atOperator = new RegExp(String.raw`(?:^|[\s(!])(${path}|(?:cpu|memory|disk|network)\.(?:now|\w+\('\w+'\)))\s+([=!<>]*)$`);
const atNext = /(?:'|\d|\)|\bstale|\btrue)\s+([&|]*)$/;
const atField = /(?:^|[\s(!&|])([A-Za-z]\w*)?$/;

/** Completes a selector: fields, tags with the values that are in use, metrics with their windows. */
export const complete = (text: string, caret: number, tab: Tab, words: Vocabulary | undefined): Completion | undefined => {
  const before = text.slice(0, caret);
  const word = (typed: string, options: Option[]): Completion | undefined => {
    const fitting = options.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()) && label !== typed);
    const first = fitting.filter(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase()));
    const sorted = [...first, ...fitting.filter((option) => !first.includes(option))].slice(0, most);
    return sorted.length > 0 ? { from: caret - typed.length, to: caret, options: sorted } : undefined;
  };

  const window = before.match(atWindow);
  if (window)
    return whole(
      window,
      word(
        window[2] ?? '',
        windows.map((value) => ({ insert: `'${value}')`, label: value, kind: 'value' })),
      ),
    );
  const value = before.match(atValue);
  if (value) {
    const values = valuesOf(value[1] ?? '', words).map((known): Option => ({ insert: `${quoted(known)} `, label: known, kind: 'value' }));
    const end = text[caret] === "'" ? caret + 1 : caret;
    const found = whole([value[0], value[3], value[4]], word(value[4] ?? '', values));
    return found && { ...found, to: end };
  }
  const member = before.match(atMember);
  if (member?.[1] === 'tags') return ofTags(member[2] ?? '', word, tab, words);
  if (member && tab !== 'storages') return word(member[2] ?? '', aggregates);
  const next = before.match(atNext);
  if (next) return word(next[1] ?? '', [operator('&&'), operator('||')]);
  const compared = before.match(atOperator);
  if (compared) return word(compared[2] ?? '', ['==', '!=', '<', '<=', '>', '>='].map(operator));
  const field = before.match(atField);
  return field ? word(field[1] ?? '', allFields(tab, words)) : undefined;
};

/** Where a quote stands before what was typed, it is replaced as well. */
const whole = (match: readonly (string | undefined)[], completion: Completion | undefined): Completion | undefined =>
  completion && match[1] === "'" ? { ...completion, from: completion.from - 1 } : completion;

const operator = (text: string): Option => ({ insert: `${text} `, label: text, kind: 'operator' });

const aggregates: Option[] = [
  { insert: 'now ', label: 'now', kind: 'function' },
  ...['avg', 'max', 'p95'].map((name): Option => ({ insert: `${name}('`, label: name, kind: 'function' })),
];

const ofTags = (
  typed: string,
  word: (typed: string, options: Option[]) => Completion | undefined,
  tab: Tab,
  words: Vocabulary | undefined,
) => {
  if (tab !== 'vms') return undefined;
  const found = word(
    typed,
    Object.keys(words?.tags ?? {}).map((name) => ({ insert: `${tagPath(name)} `, label: name, kind: 'tag' })),
  );
  return found && { ...found, from: found.from - 'tags.'.length };
};

const allFields = (tab: Tab, words: Vocabulary | undefined): Option[] => [
  ...Object.entries(fields[tab]).map(
    ([name, kind]): Option =>
      kind === 'metric' ? { insert: `${name}.`, label: name, kind: 'metric' } : { insert: `${name} `, label: name, kind: 'field' },
  ),
  ...(tab === 'vms'
    ? Object.keys(words?.tags ?? {}).map((name): Option => ({ insert: `${tagPath(name)} `, label: tagPath(name), kind: 'tag' }))
    : []),
];
