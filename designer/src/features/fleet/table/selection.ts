/** Which rows are chosen, by id, with the rows themselves: what is chosen stays so when it is scrolled away or filtered out. */
export type Selection<T> = ReadonlyMap<string, T>;

export const toggle = <T extends { id: string }>(selection: Selection<T>, row: T): Selection<T> => {
  const next = new Map(selection);
  if (!next.delete(row.id)) next.set(row.id, row);
  return next;
};

/** What a click with Shift chooses: everything between the last row that was clicked and this one takes the state of that last one. */
export const range = <T extends { id: string }>(selection: Selection<T>, rows: readonly T[], isChosen: boolean): Selection<T> => {
  const next = new Map(selection);
  for (const row of rows) {
    if (isChosen) next.set(row.id, row);
    else next.delete(row.id);
  }
  return next;
};

/** From the lower to the higher of two lines. */
export const span = (one: number, other: number): [first: number, last: number] => [Math.min(one, other), Math.max(one, other)];
