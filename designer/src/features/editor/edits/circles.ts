import type { Body } from '@/canvas/definition';
import { transitionsOf } from '@/canvas/ranks';

/** Whether a line may go from one step of a body to another: never in a circle. */
export const mayConnect = (body: Pick<Body, 'transitions'>, from: string, to: string): boolean => {
  if (from === to) return false;
  const ways = transitionsOf(body);
  const open = [to];
  const seen = new Set<string>();
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === from) return false;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...ways.filter((way) => way.from === at).map((way) => way.to));
  }
  return true;
};
