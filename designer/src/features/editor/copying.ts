import { bodyAt, idOf } from '@/canvas/paths';
import { isNote } from './commands';
import { clipOf, containerOf, fitted, inTurn, paste, pastedPaths, readClip, removeNotes, removeSteps } from './edits';
import { useEditor } from './store';

const now = useEditor.getState;

/** What is selected in one body, as text for the clipboard: it can go into another workflow, or a chat. */
export const copied = (): string | undefined => {
  const { definition, selection, scope, activities } = now();
  const body = bodyAt(definition, containerOf(selection, scope));
  const clip = body && clipOf(body, selection, activities);
  return clip && JSON.stringify(clip, null, 2);
};

export const cut = (): string | undefined => {
  const { selection, scope, apply } = now();
  const text = copied();
  if (text === undefined) return undefined;
  const container = containerOf(selection, scope);
  const notes = selection.filter(isNote).map((path) => idOf(path).slice(1));
  apply(inTurn(removeSteps(selection.filter((path) => !isNote(path))), removeNotes(container, notes)), { select: [] });
  return text;
};

const beside = [32, 32] as const;

/** Whether there were steps in the text. */
export const pasteText = (text: string): boolean => {
  const clip = readClip(text);
  if (!clip) return false;
  const { definition, selection, scope, apply, activities } = now();
  const container = containerOf(selection, scope);
  const body = bodyAt(definition, container);
  if (!body) return false;
  const fitting = fitted(clip, body, activities);
  apply(paste(container, fitting, beside, activities), { select: pastedPaths(container, fitting) });
  return true;
};

export const duplicate = (): void => {
  const text = copied();
  if (text !== undefined) pasteText(text);
};
