import type { Complete, Suggestion } from '@/code/code-props';
import { membersOf, partsOf, resolve, type ScopeName } from './scope';

/** What the language itself offers on lists and texts, as far as operators need it. */
const listFunctions: Suggestion[] = [
  { label: 'length', detail: 'number' },
  { label: 'map', detail: '(x => …)', apply: 'map(x => x.name)' },
  { label: 'filter', detail: '(x => …)', apply: 'filter(x => x)' },
  { label: 'find', detail: '(x => …)', apply: 'find(x => x)' },
  { label: 'some', detail: '(x => …)', apply: 'some(x => x)' },
  { label: 'every', detail: '(x => …)', apply: 'every(x => x)' },
  { label: 'join', detail: "(', ')", apply: "join(', ')" },
  { label: 'slice', detail: '(from, to)', apply: 'slice(0, 10)' },
];
const textFunctions: Suggestion[] = [
  { label: 'length', detail: 'number' },
  { label: 'includes', detail: '(text)', apply: "includes('')" },
  { label: 'startsWith', detail: '(text)', apply: "startsWith('')" },
  { label: 'toLowerCase', detail: '()', apply: 'toLowerCase()' },
  { label: 'replace', detail: '(what, by)', apply: "replace('', '')" },
  { label: 'split', detail: '(by)', apply: "split(',')" },
];
const globals: Suggestion[] = [
  { label: 'Math', detail: 'max, min, round …', apply: 'Math.' },
  { label: 'JSON', detail: 'stringify, parse', apply: 'JSON.' },
  { label: 'Object', detail: 'keys, values, entries', apply: 'Object.' },
];
const staticMembers: Record<string, string[]> = {
  Math: ['max', 'min', 'round', 'floor', 'ceil', 'abs'],
  JSON: ['stringify', 'parse'],
  Object: ['keys', 'values', 'entries'],
};

/** The code at a position: within `${ … }`, or all of it where the text is bare. Undefined outside. */
export const holeAt = (text: string, position: number, bare: boolean): { start: number } | undefined => {
  const open = text.lastIndexOf('${', Math.max(0, position - 1));
  if (open >= 0 && open + 2 <= position) {
    let depth = 0;
    for (let at = open + 2; at < position; at++) {
      if (text[at] === '{') depth++;
      else if (text[at] === '}' && depth-- === 0) return bare && !text.includes('${') ? { start: 0 } : undefined;
    }
    return { start: open + 2 };
  }
  return bare && !text.includes('${') ? { start: 0 } : undefined;
};

const chain = /((?:[A-Za-z_$][\w$]*|\)\s*)(?:\??\.[A-Za-z_$][\w$]*|(?:\?\.)?\['[^']*'\]|(?:\?\.)?\[\d+\])*)(\??\.)([\w$]*)$/;

/** What can stand at the cursor, from what is in scope there. */
export const expressionCompletion =
  (scope: ScopeName[], bare: boolean): Complete =>
  (text, position) => {
    const hole = holeAt(text, position, bare);
    if (!hole) return null;
    const before = text.slice(hole.start, position);
    const member = chain.exec(before);
    if (!member) {
      if (/[.\d]$/.test(before)) return null;
      const typed = /[A-Za-z_$][\w$]*$/.exec(before)?.[0] ?? '';
      return { from: position - typed.length, options: [...scope.map((name) => suggestionOf(name)), ...globals] };
    }
    const [, owner = '', dot = '.', typed = ''] = member;
    const from = position - typed.length;
    const known = staticMembers[owner];
    if (known) return { from, options: known.map((label) => ({ label, detail: '()', apply: `${label}()` })) };
    const name = resolveLambda(scope, owner, before) ?? resolve(scope, owner);
    if (!name) return null;
    // A name with a hyphen is written in brackets, in place of the dot.
    const members = membersOf(name);
    const hyphens = members.some(({ name: one }) => !isPlain(one));
    if (hyphens) return { from: from - dot.length, options: members.map((one) => bracketed(one, dot)) };
    const functions = name.type.endsWith('[]') ? listFunctions : name.type === 'string' ? textFunctions : [];
    return { from, options: [...members.map((one) => suggestionOf(one)), ...functions] };
  };

const isPlain = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);

const bracketed = (name: ScopeName, dot: string): Suggestion => ({
  ...suggestionOf(name, dot),
  ...(isPlain(name.name) ? {} : { apply: `${dot === '?.' ? '?.' : ''}['${name.name}']` }),
});

const suggestionOf = ({ name, type, help }: ScopeName, dot = ''): Suggestion => ({
  label: dot + name,
  detail: type,
  ...(help ? { help } : {}),
});

/** `vm` in `steps.find.output.vms.filter(vm => vm.` is an element of the list. */
const resolveLambda = (scope: ScopeName[], owner: string, before: string): ScopeName | undefined => {
  const [first, ...rest] = partsOf(owner) ?? [];
  if (first === undefined || scope.some(({ name }) => name === first)) return undefined;
  const call = new RegExp(
    `((?:[A-Za-z_$][\\w$]*)(?:\\??\\.[A-Za-z_$][\\w$]*|\\['[^']*'\\])*)\\??\\.(?:map|filter|find|some|every|flatMap)\\(\\s*\\(?\\s*${first.replaceAll('$', '\\$')}\\s*\\)?\\s*=>`,
  ).exec(before);
  const list = call?.[1] ? resolve(scope, call[1]) : undefined;
  const element = list?.schema?.items;
  if (!element) return undefined;
  return resolve([{ name: first, type: 'any', schema: element }], [first, ...rest].join('.'));
};

/** Type and help of the name under the pointer. */
export const expressionHover =
  (scope: ScopeName[], bare: boolean) =>
  (text: string, position: number): string | null => {
    const hole = holeAt(text, position, bare);
    if (!hole) return null;
    const left = /[\w$.?[\]']*$/.exec(text.slice(hole.start, position))?.[0] ?? '';
    const right = /^[\w$]*/.exec(text.slice(position))?.[0] ?? '';
    const name = resolve(scope, left + right);
    return name ? [`${left}${right}: ${name.type}`, name.help].filter(Boolean).join('\n') : null;
  };
