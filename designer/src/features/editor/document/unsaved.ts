import type { Definition } from '@/canvas/definition';

/** Work that is not on the server yet, kept by this browser through a reload. */
type Unsaved = { definition: Definition; etag: string | null; at: string };

const keyOf = (id: string): string => `runbooks.unsaved.${id}`;

export const readUnsaved = (id: string): Unsaved | undefined => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null');
    return isUnsaved(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isUnsaved = (value: unknown): value is Unsaved =>
  typeof value === 'object' && value !== null && 'definition' in value && typeof value.definition === 'object' && value.definition !== null;

/** False where the browser has no room or gives none: the work is then only as safe as the tab. */
export const keepUnsaved = (id: string, unsaved: Unsaved): boolean => {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify(unsaved));
    return true;
  } catch {
    return false;
  }
};

export const forgetUnsaved = (id: string): void => localStorage.removeItem(keyOf(id));
