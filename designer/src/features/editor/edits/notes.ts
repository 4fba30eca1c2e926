import type { Body, Note } from '@/canvas/definition';
import { changeBody } from '@/canvas/paths';
import { type Edit, patched } from './edit';

export const freshNoteId = (body: Body): string => {
  const taken = new Set((Array.isArray(body.notes) ? body.notes : []).map((note) => note?.id));
  let number = 1;
  while (taken.has(`note${number}`)) number++;
  return `note${number}`;
};

export const addNote =
  (container: string, note: Note): Edit =>
  (definition) =>
    changeBody(definition, container, (body) => ({ ...body, notes: [...(body.notes ?? []), note] }));

export const setNote =
  (container: string, id: string, patch: Partial<Omit<Note, 'id'>>): Edit =>
  (definition) =>
    changeBody(definition, container, (body) =>
      patched(body, { notes: body.notes?.map((note) => (note.id === id ? patched(note, patch) : note)) }),
    );

export const removeNotes =
  (container: string, ids: readonly string[]): Edit =>
  (definition) =>
    changeBody(definition, container, (body) => {
      const left = body.notes?.filter((note) => !ids.includes(note.id));
      return patched(body, { notes: left && left.length > 0 ? left : undefined });
    });
