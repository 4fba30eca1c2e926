import { describe, expect, it } from 'vitest';
import { range, span, toggle } from './selection';

const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
const chosen = (...ids: string[]) => new Map(ids.map((id) => [id, { id }]));

describe('Selection', () => {
  it('Toggle_ChosenRow_IsChosenNoMore', () => expect([...toggle(chosen('a', 'b'), { id: 'a' }).keys()]).toEqual(['b']));
  it('Toggle_OtherRow_IsAdded', () => expect([...toggle(chosen('a'), { id: 'c' }).keys()]).toEqual(['a', 'c']));
  it('Toggle_Selection_LeavesTheOldOneAsItIs', () => {
    const before = chosen('a');
    toggle(before, { id: 'b' });
    expect(before.size).toBe(1);
  });
  it('Range_Chosen_AddsAllOfThem', () => expect([...range(chosen('a'), rows.slice(1, 3), true).keys()]).toEqual(['a', 'b', 'c']));
  it('Range_NotChosen_TakesAllOfThemOut', () => expect([...range(chosen('a', 'b', 'd'), rows.slice(0, 2), false).keys()]).toEqual(['d']));
  it('Span_Upwards_IsFromTheLower', () => expect(span(7, 3)).toEqual([3, 7]));
});
