import type { Json, JsonObject } from '@/json/pointer';

const members = ['on', 'where', 'condition', 'for', 'clear', 'match', 'flapping'] as const;

/** What is replayed of a draft: the rule alone. */
export const ruleOf = (draft: JsonObject): JsonObject =>
  Object.fromEntries(members.flatMap((name) => (draft[name] === undefined ? [] : [[name, draft[name]]])));

/** Other thresholds around the number that a condition compares with: 0.8 asks for 0.7, 0.75, 0.85 and 0.9 too. */
export const nearby = (condition: Json | undefined): number[] => {
  const written = typeof condition === 'string' ? condition.match(/[<>]=?\s*(\d+(?:\.\d+)?)\s*$/)?.[1] : undefined;
  if (written === undefined) return [];
  const threshold = Number(written);
  const isShare = threshold > 0 && threshold <= 1;
  const others = isShare ? [-0.1, -0.05, 0.05, 0.1].map((by) => threshold + by) : [0.5, 0.75, 1.25, 1.5].map((times) => threshold * times);
  return others.map((other) => Math.round(other * 1_000) / 1_000).filter((other) => other > 0 && (!isShare || other < 1));
};
