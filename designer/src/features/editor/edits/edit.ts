import type { Definition } from '@/canvas/definition';

/** A change of the definition. One that changes nothing gives back the same object, and is not remembered for undo. */
export type Edit = (definition: Definition) => Definition;

/** One after the other, undone together. */
export const inTurn =
  (...edits: Edit[]): Edit =>
  (definition) =>
    edits.reduce((now, edit) => edit(now), definition);

/** The object with other values; what becomes undefined is taken out. The same object where all of them are its own already. */
export const patched = <T extends object>(object: T, patch: { [K in keyof T]?: T[K] | undefined }): T => {
  const changes = Object.entries(patch).filter(([key, value]) => !isSame(object[key as keyof T], value));
  if (changes.length === 0) return object;
  const result = { ...object } as Record<string, unknown>;
  for (const [key, value] of changes) {
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result as T;
};

const isSame = (a: unknown, b: unknown): boolean => a === b || (a !== undefined && JSON.stringify(a) === JSON.stringify(b));
