import type { Activities } from '@/canvas/definition';
import type { Complete, Suggestion } from '@/code/code-props';
import { asSchema, typeOf } from '@/schema-form/schema';

const stepKeys = ['activity', 'name', 'description', 'with', 'approval', 'retry', 'timeout', 'join', 'steps', 'transitions'];
const rootKeys = [
  'apiVersion',
  'id',
  'name',
  'description',
  'inputs',
  'outputs',
  'policy',
  'steps',
  'transitions',
  'triggers',
  'layout',
  'notes',
];
const keysIn: Record<string, string[]> = {
  policy: ['concurrency', 'onFailure', 'timeout', 'limits'],
  concurrency: ['max', 'whenBusy'],
  limits: ['targets', 'shareOfCluster'],
  approval: ['by', 'expires'],
  retry: ['attempts', 'backoff', 'first', 'max', 'on'],
};

/** The keys that lead to the line, by indentation, the outermost first; and the activity of the step that it is in. */
export const yamlPlace = (text: string, position: number): { path: string[]; activity: string | undefined; typed: string } => {
  const before = text.slice(0, position).split('\n');
  const line = before.pop() ?? '';
  const typed = /([\w$.-]*)$/.exec(line)?.[1] ?? '';
  let indent = /^ */.exec(line)?.[0].length ?? 0;
  const path: string[] = [];
  for (const earlier of before.reverse()) {
    const [, spaces = '', key] = /^( *)([\w$.-]+):/.exec(earlier) ?? [];
    if (key === undefined || spaces.length >= indent) continue;
    path.unshift(key);
    indent = spaces.length;
  }
  return { path, activity: activityAround(text, position, path), typed };
};

const activityAround = (text: string, position: number, path: readonly string[]): string | undefined => {
  const at = path.lastIndexOf('steps');
  const step = path[at + 1];
  if (at < 0 || step === undefined) return undefined;
  const lines = text.slice(0, position).split('\n');
  const start = lines.findLastIndex((line) => line.trimStart().startsWith(`${step}:`));
  const indent = /^ */.exec(lines[start] ?? '')?.[0].length ?? 0;
  for (const line of text.split('\n').slice(start + 1)) {
    if (line.trim() !== '' && (/^ */.exec(line)?.[0].length ?? 0) <= indent) return undefined;
    const found = /^\s*activity:\s*([\w.-]+)/.exec(line)?.[1];
    if (found) return found;
  }
  return undefined;
};

/** Keys that can stand here, and activities by name. */
export const yamlCompletion =
  (activities: Activities): Complete =>
  (text, position) => {
    const line = text.slice(text.lastIndexOf('\n', position - 1) + 1, position);
    const { path, activity, typed } = yamlPlace(text, position);
    const from = position - typed.length;
    if (/^\s*activity:\s*[\w.-]*$/.test(line))
      return {
        from,
        options: Object.values(activities).map(({ name, title, help }) => ({ label: name, detail: title, help: firstOf(help) })),
      };
    if (!/^\s*[\w-]*$/.test(line)) return null;
    const last = path.at(-1);
    const key = (label: string): Suggestion => ({ label, apply: `${label}: ` });
    if (last === undefined) return { from, options: rootKeys.map(key) };
    if (last === 'with' && activity !== undefined) {
      const schema = asSchema(activities[activity]?.inputSchema);
      const options = Object.entries(schema.properties ?? {}).map(([label, one]) => ({
        ...key(label),
        detail: one.format ?? typeOf(one) ?? '',
        ...(one.description ? { help: one.description } : {}),
      }));
      return { from, options };
    }
    const known = keysIn[last] ?? (path.at(-2) === 'steps' ? stepKeys : undefined);
    return known ? { from, options: known.map(key) } : null;
  };

/** What an activity does, and what an input of it means. */
export const yamlHover =
  (activities: Activities) =>
  (text: string, position: number): string | null => {
    const start = /[\w.-]*$/.exec(text.slice(0, position))?.[0] ?? '';
    const end = /^[\w.-]*/.exec(text.slice(position))?.[0] ?? '';
    const word = start + end;
    const activity = activities[word];
    if (activity) return `${activity.title}\n${firstOf(activity.help)}`;
    const { path, activity: name } = yamlPlace(text, position - start.length);
    if (path.at(-1) !== 'with' || name === undefined) return null;
    return asSchema(activities[name]?.inputSchema).properties?.[word]?.description ?? null;
  };

const firstOf = (help: string): string => help.split('\n\n')[0] ?? '';
