import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Definition } from '@/canvas/definition';
import { changesOf } from '@/diff/changes';
import { isObject, tokensOf } from '@/json/pointer';

/** @property shape What stands there cannot be drawn: named by a word of its own, where the text is YAML but no definition. */
export type YamlError = { line: number; column: number; message: string; shape?: Shape };
type Shape = 'mapping' | 'list' | 'step';
export type YamlReading = { definition: Definition; errors?: undefined } | { definition?: undefined; errors: YamlError[] };

const parse = (text: string) => {
  const lines = new LineCounter();
  return { document: parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines };
};

/** A definition as it is typed. What cannot be drawn is none (yet); everything else the server checks. */
export const readYaml = (text: string): YamlReading => {
  const { document, lines } = parse(text);
  const errorAt = (offset: number, message: string, shape?: Shape): YamlError => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, message, ...(shape ? { shape } : {}) };
  };
  if (document.errors.length > 0) return { errors: document.errors.map((error) => errorAt(error.pos[0], error.message)) };
  const value: unknown = document.toJS();
  const wrong = misshapen(value, []);
  if (wrong.length === 0) return { definition: value as Definition };
  return {
    errors: wrong.map(({ at, shape }) => errorAt(keyAt(document.contents, at)?.range?.[0] ?? 0, at.join('.'), shape)),
  };
};

const misshapen = (body: unknown, at: readonly string[]): { at: readonly string[]; shape: Shape }[] => {
  if (!isObject(body)) return [{ at, shape: 'mapping' }];
  const wrong = (name: string, isRight: boolean, shape: Shape) =>
    body[name] === undefined || isRight ? [] : [{ at: [...at, name], shape }];
  const { steps } = body;
  return [
    ...wrong('steps', isObject(steps), 'mapping'),
    ...wrong('transitions', Array.isArray(body.transitions), 'list'),
    ...['layout', 'with', 'inputs', 'outputs', 'policy', 'approval', 'retry'].flatMap((name) =>
      wrong(name, isObject(body[name]), 'mapping'),
    ),
    ...Object.entries(isObject(body.layout) ? body.layout : {}).flatMap(([id, place]) =>
      Array.isArray(place) && place.length === 2 ? [] : [{ at: [...at, 'layout', id], shape: 'list' as const }],
    ),
    ...Object.entries(isObject(steps) ? steps : {}).flatMap(([id, step]) => {
      const inside = [...at, 'steps', id];
      return isObject(step) && typeof step.activity === 'string' ? misshapen(step, inside) : [{ at: inside, shape: 'step' as const }];
    }),
  ];
};

/** The text of a definition. Where there is one already, it is changed only where the definition differs, and its comments stay. */
export const writeYaml = (definition: Definition, base = ''): string => {
  const { document } = parse(base);
  const now = withoutUndefined(definition);
  if (base.trim() === '' || document.errors.length > 0 || !isMap(document.contents)) return String(made(now));
  if (isSame(document.toJS(), now)) return base;
  patch(document as Document, document.contents, now);
  return document.toString(style);
};

// As the definitions that are shipped are written.
const style = { lineWidth: 120, flowCollectionPadding: true, indentSeq: true } as const;

const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const made = (value: unknown): string => {
  const document = parseDocument('');
  document.contents = nodeOf(document as Document, value) as never;
  return document.toString(style);
};

/** Short lists of numbers and words in one line, as a person would write them. */
const nodeOf = (document: Document, value: unknown): Node => {
  const node = document.createNode(value) as Node;
  const flatten = (one: unknown): void => {
    if (isSeq(one) && one.items.every((item) => isScalar(item)))
      one.flow = one.items.every((item) => !String((item as Scalar).value).includes('->'));
    if (isCollection(one)) for (const item of one.items) flatten(isPair(item) ? item.value : item);
  };
  flatten(node);
  return node;
};

/** Makes the node say the value, in place; false where another node has to take its place. */
const patch = (document: Document, node: unknown, value: unknown): boolean => {
  if (isMap(node) && isObject(value)) {
    patchMap(document, node, value);
    return true;
  }
  if (isSeq(node) && Array.isArray(value)) {
    patchSeq(document, node, value);
    return true;
  }
  if (isScalar(node) && (typeof value !== 'object' || value === null)) {
    if (node.value !== value) {
      node.value = value;
      delete node.source;
      if (typeof value !== 'string') delete node.type;
    }
    return true;
  }
  return false;
};

const keyOf = (pair: { key: unknown }): string => String(isScalar(pair.key) ? pair.key.value : pair.key);

const patchMap = (document: Document, map: YAMLMap, value: Record<string, unknown>): void => {
  const known = new Map(map.items.map((pair) => [keyOf(pair), pair]));
  const before = map.items.filter((pair) => keyOf(pair) in value).map(keyOf);
  for (const [key, one] of Object.entries(value)) {
    const pair = known.get(key);
    if (!pair) map.add(document.createPair(key, nodeOf(document, one)) as never);
    else if (!patch(document, pair.value, one)) pair.value = withComments(nodeOf(document, one), pair.value) as never;
  }
  map.items = map.items.filter((pair) => keyOf(pair) in value);
  // The order is the author's, unless it was changed: inputs are asked for in theirs.
  const wanted = Object.keys(value);
  if (String(before) === String(wanted.filter((key) => known.has(key)))) {
    if (before.length > 0 && known.size !== wanted.length) reorder(map, wanted);
  } else reorder(map, wanted);
};

const reorder = (map: YAMLMap, keys: readonly string[]): void => {
  map.items.sort((a, b) => keys.indexOf(keyOf(a)) - keys.indexOf(keyOf(b)));
};

const patchSeq = (document: Document, seq: YAMLSeq, value: readonly unknown[]): void => {
  const left = [...seq.items];
  seq.items = value.map((one, index) => {
    const same = left.findIndex((item) => isSame(plain(document, item), one));
    if (same >= 0) return left.splice(same, 1)[0];
    const here = seq.items[index];
    // An element that stands elsewhere in the new list is not the one to be changed.
    const isFree = left.includes(here) && !value.some((other) => isSame(plain(document, here), other));
    if (isFree && patch(document, here, one)) {
      left.splice(left.indexOf(here), 1);
      return here;
    }
    return nodeOf(document, one);
  });
};

const plain = (document: Document, node: unknown): unknown =>
  isCollection(node) ? node.toJS(document) : isScalar(node) ? node.value : node;

const withComments = (node: Node, old: unknown): Node => {
  const { comment, commentBefore } = (old ?? {}) as Node;
  if (comment) node.comment = comment;
  if (commentBefore) node.commentBefore = commentBefore;
  return node;
};

/** The order of members is part of it: inputs are asked for in theirs. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const sameDefinition = (a: Definition | undefined, b: Definition): boolean => changesOf(a, withoutUndefined(b)).length === 0;

/** The line on which something stands; that of what it would be in, where it is not there. */
export const linesOf = (text: string): ((pointer: string) => number | undefined) => {
  const { document, lines } = parse(text);
  return (pointer) => {
    for (let tokens = tokensOf(pointer); tokens.length > 0; tokens = tokens.slice(0, -1)) {
      const key = keyAt(document.contents, tokens);
      if (key?.range) return lines.linePos(key.range[0]).line;
    }
    return undefined;
  };
};

/** The key of a member, or the element of a list. */
const keyAt = (contents: unknown, tokens: readonly string[]): Node | undefined => {
  let here = contents;
  for (const [index, token] of tokens.entries()) {
    const isLast = index === tokens.length - 1;
    if (isMap(here)) {
      const pair = here.items.find((one) => keyOf(one) === token);
      if (!pair) return undefined;
      if (isLast) return pair.key as Node;
      here = pair.value;
    } else if (isSeq(here)) {
      here = here.items[Number(token)];
      if (isLast) return here as Node | undefined;
    } else return undefined;
  }
  return undefined;
};
