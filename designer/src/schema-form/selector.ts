import type { Complete, Suggestion } from '@/code/code-props';
import type { Json, JsonObject } from '@/json/pointer';

export type SelectorKind = 'vm' | 'host';

const fields: Record<SelectorKind, string[]> = {
  vm: ['name', 'powerState', 'host', 'cluster', 'cpus', 'memoryBytes', 'connection', 'platform', 'os', 'id'],
  host: ['name', 'cluster', 'state', 'cpus', 'memoryBytes', 'connection', 'platform', 'vms', 'id'],
};

const metrics = ['cpu', 'memory', 'disk', 'network'];
const aggregates: Suggestion[] = [
  { label: 'now', detail: 'number' },
  { label: 'avg', detail: '(window)', apply: "avg('5m')" },
  { label: 'max', detail: '(window)', apply: "max('5m')" },
  { label: 'p95', detail: '(window)', apply: "p95('P14D')" },
];

const values: Record<string, string[]> = {
  powerState: ['on', 'off', 'suspended', 'unknown'],
  state: ['up', 'maintenance', 'down', 'unknown'],
};

export type Tags = ReadonlyMap<string, readonly string[]>;

/** The tags that the fleet has, with their values. */
export const tagsOf = (vms: readonly { tags: Record<string, string> }[]): Tags => {
  const found = new Map<string, Set<string>>();
  for (const vm of vms) for (const [name, value] of Object.entries(vm.tags)) found.set(name, (found.get(name) ?? new Set()).add(value));
  return new Map([...found].map(([name, all]) => [name, [...all].sort().slice(0, 50)]));
};

/** What can stand at the cursor: a field, a tag, an aggregate of a metric, or a value of what it is compared with. */
export const selectorCompletion =
  (kind: SelectorKind, tags: Tags): Complete =>
  (text, position) => {
    const before = text.slice(0, position);
    const compared = /([\w.]+)\s*(?:==|!=)\s*'([^']*)$/.exec(before);
    if (compared) {
      const [, name = '', typed = ''] = compared;
      const known = name.startsWith('tags.') ? tags.get(name.slice(5)) : values[name];
      return { from: position - typed.length, options: (known ?? []).map((label) => ({ label })) };
    }
    if ((before.match(/'/g)?.length ?? 0) % 2 === 1) return null;
    const member = /(\w+)\.([\w-]*)$/.exec(before);
    if (member) {
      const [, owner = '', typed = ''] = member;
      const from = position - typed.length;
      if (owner === 'tags') return { from, options: [...tags].map(([label, all]) => ({ label, detail: all.slice(0, 3).join(', ') })) };
      return metrics.includes(owner) ? { from, options: aggregates } : null;
    }
    // After a value, only an operator fits.
    if (/['\d)]\s*$/.test(before)) return null;
    const typed = /[A-Za-z]*$/.exec(before)?.[0] ?? '';
    return { from: position - typed.length, options: roots(kind) };
  };

const roots = (kind: SelectorKind): Suggestion[] => [
  ...fields[kind].map((label) => ({ label })),
  ...(kind === 'vm' ? [{ label: 'tags', apply: 'tags.' }] : []),
  ...metrics.map((label) => ({ label, detail: label === 'cpu' || label === 'memory' ? '0–1' : 'B/s', apply: `${label}.` })),
];

/** The condition with the values that its inputs have where nothing else is given; undefined where one has none. */
export const boundSelector = (text: string, inputs: JsonObject): string | undefined => {
  let complete = true;
  const bound = text.replace(/\binputs\.([A-Za-z_]\w*)/g, (whole, name: string) => {
    const value = inputs[name];
    if (value === undefined || value === null) complete = false;
    return value === undefined ? whole : literal(value);
  });
  return complete && !text.includes('${') ? bound : undefined;
};

const literal = (value: Json): string =>
  typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : JSON.stringify(value);
