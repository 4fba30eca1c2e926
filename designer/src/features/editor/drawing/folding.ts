import { isContainer } from '@/canvas/definition';
import { parentOf, stepAt, waysTo } from '@/canvas/paths';
import { useEditor } from '../store';
import { useUi } from '../ui';

/** Which containers are folded is this browser's business, not the workflow's: others may want to see what is in them. */
const keyOf = (id: string): string => `runbooks.folded.${id}`;

export const readFolded = (id: string): ReadonlySet<string> => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? '[]');
    return new Set(Array.isArray(value) ? value.filter((path) => typeof path === 'string') : []);
  } catch {
    return new Set();
  }
};

const keep = (folded: ReadonlySet<string>): void => {
  useUi.setState({ folded });
  try {
    localStorage.setItem(keyOf(useEditor.getState().id), JSON.stringify([...folded]));
  } catch {
    // Without room in the browser they are unfolded at the next visit.
  }
};

/** Folds a container in its place, or unfolds it. What was selected in it is no longer seen: it is selected instead. */
export const fold = (path: string): void => {
  const { definition, selection, select } = useEditor.getState();
  const step = stepAt(definition, path);
  if (!step || !isContainer(step)) return;
  const folded = new Set(useUi.getState().folded);
  if (!folded.delete(path)) {
    folded.add(path);
    if (selection.some((one) => one.startsWith(`${path}/`))) select([path]);
  }
  keep(folded);
};

/** Unfolds what is around a step, so that it is seen. True where something was folded. */
export const unfoldAround = (path: string): boolean => {
  const { folded } = useUi.getState();
  const around = waysTo(parentOf(path)).filter((one) => folded.has(one));
  if (around.length > 0) keep(new Set([...folded].filter((one) => !around.includes(one))));
  return around.length > 0;
};
