import { appended, escapeToken, isObject, tokensOf } from '@/json/pointer';

/** What differs between two definitions. Of an entry of a set, such as a transition, `path` leads to the set. */
export type Change = { path: string; kind: 'added' | 'removed' | 'changed'; before?: unknown; after?: unknown };

// As the server compares: where steps are drawn means nothing, nor does the order of members and of these lists.
const drawing = new Set(['layout']);
const sets = new Set(['transitions', 'by', 'on']);

export const changesOf = (before: unknown, after: unknown, path = '', name = ''): Change[] => {
  if (isSame(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !drawing.has(key));
    return keys.flatMap((key): Change[] => {
      const inside = appended(path, key);
      if (before[key] === undefined) return after[key] === undefined ? [] : [{ path: inside, kind: 'added', after: after[key] }];
      if (after[key] === undefined) return [{ path: inside, kind: 'removed', before: before[key] }];
      return changesOf(before[key], after[key], inside, key);
    });
  }
  if (Array.isArray(before) && Array.isArray(after) && sets.has(name)) {
    return [
      ...before.filter((one) => !after.some((other) => isSame(one, other))).map((one): Change => ({ path, kind: 'removed', before: one })),
      ...after.filter((one) => !before.some((other) => isSame(one, other))).map((one): Change => ({ path, kind: 'added', after: one })),
    ];
  }
  return [{ path, kind: 'changed', before, after }];
};

const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => isSame(one, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
};

/** The places that both sides have changed, each in its own way: the same one, or one within what the other took away or put there. */
export const clashesOf = (mine: readonly Change[], theirs: readonly Change[]): Set<string> => {
  const clashes = new Set<string>();
  for (const a of mine)
    for (const b of theirs) {
      const isWithin = a.path === b.path || a.path.startsWith(`${b.path}/`) || b.path.startsWith(`${a.path}/`);
      // Entries of a set come and go one beside the other.
      if (!isWithin || subjectOf(a.path).of === 'transition' || (a.kind === b.kind && isSame(a.after, b.after))) continue;
      clashes.add(a.path).add(b.path);
    }
  return clashes;
};

/** What a change is about. `step` is its path through the containers; `field` what of it, empty for all of it. */
export type Subject =
  | { of: 'step'; step: string; field: string[] }
  | { of: 'transition'; container: string }
  | { of: 'input' | 'output'; name: string; field: string[] }
  | { of: 'trigger' | 'note' | 'workflow'; field: string[] };

export const subjectOf = (path: string): Subject => {
  const tokens = tokensOf(path);
  const ids: string[] = [];
  let rest = tokens;
  while (rest[0] === 'steps' && rest[1] !== undefined) {
    ids.push(rest[1]);
    rest = rest.slice(2);
  }
  const [first, second, ...more] = rest;
  if (first === 'transitions') return { of: 'transition', container: ids.join('/') };
  if (ids.length > 0) return first === 'notes' ? { of: 'note', field: more } : { of: 'step', step: ids.join('/'), field: rest };
  if (first === 'inputs' && second !== undefined) return { of: 'input', name: second, field: more };
  if (first === 'outputs' && second !== undefined) return { of: 'output', name: second, field: more };
  if (first === 'triggers') return { of: 'trigger', field: rest.slice(1) };
  if (first === 'notes') return { of: 'note', field: rest.slice(1) };
  return { of: 'workflow', field: rest };
};

/** Changes by what they are about: steps together, then the rest, in the order in which they were found. */
export const grouped = (changes: readonly Change[]): { key: string; subject: Subject; changes: Change[] }[] => {
  const groups = new Map<string, { key: string; subject: Subject; changes: Change[] }>();
  for (const change of changes) {
    const subject = subjectOf(change.path);
    const key = keyOf(subject);
    const group = groups.get(key) ?? { key, subject, changes: [] };
    group.changes.push(change);
    groups.set(key, group);
  }
  return [...groups.values()];
};

const keyOf = (subject: Subject): string => {
  if (subject.of === 'step') return `step ${subject.step}`;
  if (subject.of === 'transition') return `transition ${subject.container}`;
  return 'name' in subject ? `${subject.of} ${escapeToken(subject.name)}` : subject.of;
};

/** A value in one line; `with` and other wrappers of a field are left out of its name. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return value.trim() === '' ? "''" : value;
  return JSON.stringify(value) ?? '';
};

/** The name of a field as the definition has it, in which `word` puts another for its first part where there is one. */
export const fieldName = (field: readonly string[], word = (name: string): string => name): string => {
  if (field[0] === 'with' && field.length > 1) return field.slice(1).join('.');
  const [first, ...rest] = field;
  return first === undefined ? '' : [word(first), ...rest].join('.');
};

export const transitionText = (value: unknown): string => {
  if (!isObject(value)) return String(value).replace(/\s*->\s*/, ' → ');
  const from = value.outcome ? `${String(value.from)}.${String(value.outcome)}` : String(value.from);
  return `${from} → ${String(value.to)}`;
};
