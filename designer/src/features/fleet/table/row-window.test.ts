import { afterEach, describe, expect, it, vi } from 'vitest';
import { RowWindow } from './row-window';

type Row = { id: string; value: number };

const row = (id: string | number, value = 0): Row => ({ id: String(id), value });
const list = (count: number): Row[] => Array.from({ length: count }, (_, at) => row(at));

/** A list that a test can change, and what was read of it. */
const serve = (rows: Row[]) => {
  const served = { rows, asked: [] as number[] };
  const window = new RowWindow<Row>(async (offset, limit) => {
    served.asked.push(offset);
    return { items: served.rows.slice(offset, offset + limit), total: served.rows.length, unknown: 0 };
  });
  return { served, window, ids: () => window.snapshot().lines.map(({ row: found }) => found?.id) };
};

const read = (): Promise<unknown> => vi.advanceTimersByTimeAsync(100);

describe('RowWindow', () => {
  vi.useFakeTimers();
  afterEach(() => vi.clearAllTimers());

  it('Show_FarLine_ReadsThatPartOnly', async () => {
    const { served, window, ids } = serve(list(1_000));
    await read();
    window.show(750);
    await read();
    expect(served.asked).toEqual([0, 700]);
    expect([ids()[0], ids()[500], ids()[799]]).toEqual(['0', undefined, '799']);
  });

  it('Refresh_Frozen_ChangesValuesAndMovesNothing', async () => {
    const { served, window, ids } = serve([row('a'), row('b'), row('c')]);
    await read();
    window.freeze(true);
    served.rows = [row('new'), row('c', 3), row('b', 2), row('a', 1)];
    window.refresh();
    await read();
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(window.snapshot().lines.map(({ row: found }) => found?.value)).toEqual([1, 2, 3]);
    expect(window.snapshot().held).toBe(1);
    window.freeze(false);
    await read();
    expect(ids()).toEqual(['new', 'c', 'b', 'a']);
    expect(window.snapshot().held).toBe(0);
  });

  it('Release_StillFrozen_LetsInWhatWasHeld', async () => {
    const { served, window, ids } = serve([row('a')]);
    await read();
    window.freeze(true);
    served.rows = [row('a'), row('b')];
    window.change(row('b'));
    expect([window.snapshot().held, ids()]).toEqual([1, ['a']]);
    window.release();
    await read();
    expect(ids()).toEqual(['a', 'b']);
  });

  it('Change_KnownRow_IsReplacedInPlace', async () => {
    const { served, window } = serve(list(3));
    await read();
    window.change(row(1, 9));
    expect(window.snapshot().lines[1]?.row?.value).toBe(9);
    expect(served.asked).toEqual([0]);
  });

  it('Remove_NotFrozen_ReadsTheListAgain', async () => {
    const { served, window, ids } = serve(list(3));
    await read();
    served.rows = [row(0), row(2)];
    window.remove('1');
    await read();
    expect(ids()).toEqual(['0', '2']);
  });

  it('RowsOf_PartsThatWereNotRead_ReadsThem', async () => {
    const { window } = serve(list(300));
    await read();
    const rows = await window.rowsOf(90, 210);
    expect([rows.length, rows[0]?.id, rows.at(-1)?.id]).toEqual([121, '90', '210']);
  });

  it('Read_Fails_SaysSoAndKeepsWhatIsThere', async () => {
    let fails = false;
    const window = new RowWindow<Row>(async () => {
      if (fails) throw new Error('down');
      return { items: [row('a')], total: 1, unknown: 0 };
    });
    await read();
    fails = true;
    window.refresh();
    await read();
    expect([window.snapshot().lines.length, String(window.snapshot().error)]).toEqual([1, 'Error: down']);
  });
});
