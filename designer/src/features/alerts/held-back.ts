type Numbered = { id: number };

/** What is shown while the list is held: rows stay where they are and as they are called, with what is known of them now; older ones may be
 * added at the end, and those that are newer wait. */
export const heldBack = <T extends Numbered>(
  held: readonly T[] | undefined,
  now: readonly T[],
): { shown: readonly T[]; waiting: number } => {
  if (!held) return { shown: now, waiting: 0 };
  const fresh = new Map(now.map((row) => [row.id, row]));
  const known = new Set(held.map(({ id }) => id));
  const oldest = Math.min(...known);
  const others = now.filter(({ id }) => !known.has(id));
  return {
    shown: [...held.map((row) => fresh.get(row.id) ?? row), ...others.filter(({ id }) => id < oldest)],
    waiting: others.filter(({ id }) => id > oldest).length,
  };
};
