import type { Activities, Activity, Body, Definition, Note, Position, RawTransition, Step } from '../definition';

/** A generator that gives the same numbers for the same seed (mulberry32). */
export const randomOf = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const chance = (share: number): boolean => next() < share;
  const oneOf = <T>(of: readonly [T, ...T[]]): T => of[below(of.length)] ?? of[0];
  return { below, chance, oneOf };
};

export type Random = ReturnType<typeof randomOf>;

const activity = (name: string, outcomes: string[], effect: Activity['effect'] = 'read', inputSchema: object = {}): Activity => ({
  name,
  title: name,
  group: 'Flow',
  effect,
  outcomes,
  inputSchema: inputSchema as Activity['inputSchema'],
  outputSchema: {} as Activity['outputSchema'],
  capabilities: [],
  hasUndo: false,
  noUndo: null,
  help: '',
});

export const someActivities: Activities = Object.fromEntries(
  [
    activity('fleet.find-vms', ['found', 'none']),
    activity('vm.power-off', ['done'], 'disrupt', { properties: { targets: { format: 'targets' } } }),
    activity('message.email', ['sent'], 'change'),
    activity('flow.if', ['true', 'false'], 'read', { properties: { condition: { format: 'expression' } } }),
    activity('flow.switch', ['default']),
    activity('flow.script', ['done']),
    activity('flow.stop', []),
    activity('flow.approve', ['approved', 'rejected', 'expired']),
    activity('flow.scope', ['done']),
    activity('flow.for-each', ['done']),
    activity('flow.repeat', ['done', 'limit'], 'read', { properties: { while: { format: 'expression' } } }),
  ].map((one) => [one.name, one]),
);

const plain = [
  'fleet.find-vms',
  'vm.power-off',
  'message.email',
  'flow.if',
  'flow.switch',
  'flow.stop',
  'flow.approve',
  'not.known',
] as const;
const holding = ['flow.scope', 'flow.for-each', 'flow.repeat'] as const;
const ids = ['find', 'off', 'tell', 'power-off', 'a', 'b2', 'check'] as const;

const inputs = (random: Random): Record<string, unknown> => {
  const id = random.oneOf(ids);
  return random.oneOf([
    { targets: `\${ steps.${id.includes('-') ? `x` : id}.output.vms }` },
    { condition: `steps['${id}'].output.count > 0` },
    { subject: `About ${id}: \${ steps.${id.replace('-', '')}.output.n + 'steps.find' }`, list: [1, { deep: true }] },
    { cases: random.oneOf<unknown>([['x', 'y z'], { p: 1, q: 2 }, 'one']) },
  ] as [Record<string, unknown>, ...Record<string, unknown>[]]);
};

const someStep = (random: Random, depth: number): Step => {
  const isHolding = depth > 0 && random.chance(0.3);
  return {
    activity: isHolding ? random.oneOf(holding) : random.oneOf(plain),
    ...(random.chance(0.5) ? { name: `Step ${random.below(9)}` } : {}),
    ...(random.chance(0.7) ? { with: inputs(random) } : {}),
    ...(random.chance(0.2) ? { approval: { by: ['role:operator'], expires: 'PT1H' } } : {}),
    ...(random.chance(0.2) ? { retry: { attempts: 2 }, timeout: 'PT5M' } : {}),
    ...(isHolding ? someBody(random, depth - 1) : {}),
  };
};

const someTransition = (random: Random, among: readonly [string, ...string[]]): RawTransition => {
  const [from, to] = [random.oneOf(among), random.chance(0.05) ? 'nowhere' : random.oneOf(among)];
  const outcome = random.oneOf([undefined, undefined, 'done', 'found', 'failed', 'rejected', 'y z', 'no.such']);
  if (random.chance(0.2)) return outcome === undefined ? { from, to } : { from, outcome, to };
  return outcome === undefined ? `${from} -> ${to}` : `${from}.${outcome} -> ${to}`;
};

const someNote = (random: Random, index: number): Note => ({ id: `note${index + 1}`, at: somePlace(random), text: 'a note' });
const somePlace = (random: Random): Position => [random.below(900) - 100, random.below(600) - 100];

const someBody = (random: Random, depth: number): Body => {
  const chosen = ids.filter(() => random.chance(0.6));
  const names: [string, ...string[]] = [chosen[0] ?? 'find', ...chosen.slice(1)];
  const layout = names.filter(() => random.chance(0.6)).map((id) => [id, somePlace(random)] as const);
  const notes = Array.from({ length: random.below(3) }, (_, index) => someNote(random, index));
  return {
    steps: Object.fromEntries(names.map((id) => [id, someStep(random, depth)])),
    transitions: Array.from({ length: random.below(8) }, () => someTransition(random, names)),
    ...(random.chance(0.8) ? { layout: Object.fromEntries(layout) } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
};

/** A definition with whatever may stand in one: containers in containers, half a layout, lines to nowhere. */
export const someDefinition = (random: Random): Definition => ({
  apiVersion: 'runbooks/v1',
  id: 'generated',
  name: 'Generated',
  outputs: { n: `\${ steps.${random.oneOf(['find', 'off'])}.output }` },
  ...someBody(random, 2),
});
