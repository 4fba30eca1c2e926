import { expect, it } from 'vitest';
import { heldBack } from './held-back';

const row = (id: number, is = 'firing') => ({ id, is });
const idOf = ({ id }: { id: number }) => id;

it('HeldBack_NotHeld_ShowsAllThatIsThere', () =>
  expect(heldBack(undefined, [row(2), row(1)], idOf)).toEqual({ shown: [row(2), row(1)], waiting: 0 }));

it('HeldBack_Held_KeepsPlacesAndTellsWhatIsNew', () =>
  expect(heldBack([row(3), row(2)], [row(5), row(4), row(3, 'resolved'), row(1)], idOf)).toEqual({
    shown: [row(3, 'resolved'), row(2), row(1)],
    waiting: 2,
  }));

it('HeldBack_RowsChangePlaces_StayWhereTheyAre', () =>
  expect(heldBack([row(1), row(2), row(3)], [row(3, 'failed'), row(9), row(1), row(2)], idOf)).toEqual({
    shown: [row(1), row(2), row(3, 'failed')],
    waiting: 1,
  }));

it('HeldBack_HeldWhileEmpty_ShowsWhatComes', () => expect(heldBack([], [row(1)], idOf)).toEqual({ shown: [row(1)], waiting: 0 }));
