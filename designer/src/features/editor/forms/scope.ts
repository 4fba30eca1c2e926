import type { Activities, Body, Definition, Step } from '@/canvas/definition';
import { bodyAt, idOf, parentOf, waysTo } from '@/canvas/paths';
import { readTransition } from '@/canvas/transitions';
import { asSchema, isExpression, type JsonSchema, titleOf, typeOf } from '@/schema-form/schema';

/** A name that an expression can use, and what is in it. */
export type ScopeName = { name: string; type: string; help?: string | undefined; schema?: JsonSchema; members?: ScopeName[] };

/** What an expression at a step sees: the run's inputs, what settled before it, and the item of the loop around it. '' is the end of the run. */
export const scopeAt = (definition: Definition, path: string, activities: Activities): ScopeName[] => {
  const loop = loopAround(definition, path);
  const item = loop === undefined ? undefined : itemSchema(definition, loop, activities);
  const secrets: ScopeName = { name: 'secrets', type: 'object' };
  return [
    { name: 'inputs', type: 'object', members: inputNames(definition) },
    { name: 'steps', type: 'object', members: stepNames(definition, path, activities) },
    { name: 'vars', type: 'object', members: variableNames(definition) },
    ...(loop !== undefined && stepOf(definition, loop)?.activity === 'flow.for-each' ? [{ ...nameOf('item', item ?? {}) }] : []),
    ...(loop !== undefined ? [{ name: 'index', type: 'number' }] : []),
    { name: 'run', type: 'object', members: runMembers },
    { name: 'now', type: 'date-time' },
    secrets,
  ];
};

const runMembers: ScopeName[] = [
  { name: 'id', type: 'string' },
  { name: 'workflow', type: 'string' },
  { name: 'version', type: 'number' },
  { name: 'reason', type: 'string' },
  { name: 'startedAt', type: 'date-time' },
];

export const nameOf = (name: string, schema: JsonSchema): ScopeName => ({
  name,
  type: typeNameOf(schema),
  help:
    [schema.title && schema.title !== titleOf(name, {}) ? schema.title : undefined, schema.description].filter(Boolean).join('. ') ||
    undefined,
  schema,
});

const typeNameOf = (schema: JsonSchema): string => {
  const type = typeOf(schema);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (type === 'array') return `${schema.items ? typeNameOf(schema.items) : 'any'}[]`;
  return schema.format ?? type ?? 'any';
};

/** The members of a name, by its schema where it has no list of its own. */
export const membersOf = (name: ScopeName): ScopeName[] =>
  name.members ?? Object.entries(name.schema?.properties ?? {}).map(([key, schema]) => nameOf(key, schema));

const inputNames = (definition: Definition): ScopeName[] =>
  Object.entries(definition.inputs ?? {}).map(([name, input]) => nameOf(name, asSchema(input)));

const stepNames = (definition: Definition, path: string, activities: Activities): ScopeName[] =>
  visibleSteps(definition, path).map(([id, step]) => ({
    name: id,
    type: step.activity,
    help: step.name,
    members: [
      { ...nameOf('output', outputSchema(step, activities)), type: 'object' },
      { name: 'status', type: '"completed" | "failed" | "skipped"' },
      { name: 'outcome', type: 'string' },
      {
        name: 'error',
        type: 'object',
        members: [
          { name: 'code', type: 'string' },
          { name: 'message', type: 'string' },
        ],
      },
    ],
  }));

const outputSchema = (step: Step, activities: Activities): JsonSchema => asSchema(activities[step.activity]?.outputSchema);

/** Steps before the one at `path` in its own body, and before each container around it in theirs; for the run's end, all of them. */
const visibleSteps = (definition: Definition, path: string): [string, Step][] => {
  if (path === '') return Object.entries(definition.steps ?? {});
  return waysTo(path)
    .reverse()
    .flatMap((way) => {
      const body = bodyAt(definition, parentOf(way)) ?? {};
      const before = upstreamOf(body, idOf(way));
      return Object.entries(body.steps ?? {}).filter(([id]) => before.has(id));
    });
};

const upstreamOf = (body: Body, id: string): Set<string> => {
  const transitions = (body.transitions ?? []).map(readTransition).filter((one) => one !== undefined);
  const found = new Set<string>();
  const open = [id];
  for (let to = open.pop(); to !== undefined; to = open.pop())
    for (const transition of transitions)
      if (transition.to === to && !found.has(transition.from) && transition.from !== id) {
        found.add(transition.from);
        open.push(transition.from);
      }
  return found;
};

const variableNames = (definition: Definition): ScopeName[] => {
  const names = new Set<string>();
  const look = (body: Body): void => {
    for (const step of Object.values(body.steps ?? {})) {
      const name = step.with?.name;
      if (step.activity === 'flow.set-variable' && typeof name === 'string') names.add(name);
      look(step);
    }
  };
  look(definition);
  return [...names].map((name) => ({ name, type: 'any' }));
};

const stepOf = (definition: Definition, path: string): Step | undefined => bodyAt(definition, parentOf(path))?.steps?.[idOf(path)];

/** The innermost loop around a step, itself not counted. */
const loopAround = (definition: Definition, path: string): string | undefined =>
  waysTo(parentOf(path))
    .reverse()
    .find((way) => ['flow.for-each', 'flow.repeat'].includes(stepOf(definition, way)?.activity ?? ''));

/** What `items: ${ steps.find.output.vms }` says of one item. */
const itemSchema = (definition: Definition, loop: string, activities: Activities): JsonSchema | undefined => {
  const items = stepOf(definition, loop)?.with?.items;
  const whole = isExpression(items) ? /^\s*\$\{\s*([\w$.?[\]'-]+)\s*\}\s*$/.exec(items)?.[1] : undefined;
  if (whole === undefined) return undefined;
  return resolve(scopeAt(definition, loop, activities), whole)?.schema?.items;
};

/** `steps.find.output.vms` by its parts; also `steps['power-off']` and `list[0]`. */
export const partsOf = (expression: string): string[] | undefined => {
  const parts: string[] = [];
  let rest = expression;
  while (rest !== '') {
    const [all, plain, quoted, index] = /^(?:(?:\?\.|\.)?([A-Za-z_$][\w$]*)|(?:\?\.)?\['([^']*)'\]|(?:\?\.)?\[(\d+)\])/.exec(rest) ?? [];
    if (all === undefined) return undefined;
    parts.push(index !== undefined ? '[]' : (plain ?? quoted ?? ''));
    rest = rest.slice(all.length);
  }
  return parts;
};

export const resolve = (scope: ScopeName[], expression: string): ScopeName | undefined => {
  const [first, ...rest] = partsOf(expression) ?? [];
  let here = scope.find(({ name }) => name === first);
  for (const part of rest) {
    if (here === undefined) return undefined;
    here =
      part === '[]' ? (here.schema?.items ? nameOf('', here.schema.items) : undefined) : membersOf(here).find(({ name }) => name === part);
  }
  return here;
};
