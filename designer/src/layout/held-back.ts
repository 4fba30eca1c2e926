/** What is shown while a list is held: rows stay where they are and as they are called, with what is known of them now. Those that follow
 * the last of them, because more were asked for, are added; those that come between or before them wait. */
export const heldBack = <T>(
  held: readonly T[] | undefined,
  now: readonly T[],
  keyOf: (row: T) => unknown,
): { shown: readonly T[]; waiting: number } => {
  if (!held) return { shown: now, waiting: 0 };
  const fresh = new Map(now.map((row) => [keyOf(row), row]));
  const known = new Set(held.map(keyOf));
  const last = now.findLastIndex((row) => known.has(keyOf(row)));
  return {
    shown: [...held.map((row) => fresh.get(keyOf(row)) ?? row), ...now.slice(last + 1)],
    waiting: now.slice(0, last + 1).filter((row) => !known.has(keyOf(row))).length,
  };
};
