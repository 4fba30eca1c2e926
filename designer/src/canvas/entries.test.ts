import { describe, expect, it } from 'vitest';
import { drawingOf } from './drawing';
import { entriesOf } from './entries';
import { edgesOf, nodesOf } from './flow';

const wait = { activity: 'flow.delay', with: { for: 'PT1S' } };
const body = {
  id: 'x',
  steps: {
    first: wait,
    each: { activity: 'flow.for-each', steps: { a: wait, b: wait, c: wait }, transitions: ['a -> b'] },
  },
  transitions: ['first -> each'],
};

describe('entriesOf', () => {
  it('StepsOfAContainer_ThatNothingLeadsTo_AreWhereItBegins', () => {
    const drawing = drawingOf(body, {});
    const entries = entriesOf(nodesOf(drawing), edgesOf(drawing));
    expect(entries.map(({ source, target }) => [source, target])).toEqual([
      ['each', 'each/a'],
      ['each', 'each/c'],
    ]);
  });

  it('Folded_HasNone', () => {
    const drawing = drawingOf(body, {}, '', new Set(['each']));
    expect(entriesOf(nodesOf(drawing), edgesOf(drawing))).toEqual([]);
  });
});
