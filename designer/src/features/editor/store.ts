import { create } from 'zustand';
import type { Activities, Definition, Problem } from '@/canvas/definition';
import { parentOf, stepAt } from '@/canvas/paths';
import type { Edit } from './edits';

/** What an edit leaves selected, and with what it is undone in one go: a text is typed letter by letter, and undone as a whole. */
type Applying = { select?: readonly string[]; together?: string };

type Moment = { definition: Definition; selection: readonly string[]; scope: string };

/** Both sides of a save on an outdated draft. */
type Conflict = { mine: Definition; theirs: Definition; etag: string };

export type EditorState = {
  id: string;
  definition: Definition;
  /** Of the draft that was read or saved last; null where the workflow is not on the server yet. */
  etag: string | null;
  /** As it is on the server: what differs is unsaved. */
  saved: Definition | null;
  publishedVersion: number | null;
  conflict: Conflict | null;
  /** Step paths such as 'loop/tell'; notes are 'loop/#note1'. */
  selection: readonly string[];
  /** The container that was stepped into; '' is the workflow. */
  scope: string;
  problems: readonly Problem[];
  activities: Activities;
  isReadOnly: boolean;
  past: readonly Moment[];
  future: readonly Moment[];
  together: string | undefined;
};

type EditorActions = {
  open(opened: Pick<EditorState, 'id' | 'definition' | 'etag' | 'saved' | 'publishedVersion'>): void;
  apply(edit: Edit, applying?: Applying): void;
  /** A whole other document, such as the one typed as YAML; undone as one edit. */
  replaceDefinition(definition: Definition, together?: string): void;
  undo(): void;
  redo(): void;
  select(paths: readonly string[]): void;
  stepInto(container: string): void;
};

export type Editor = EditorState & EditorActions;

const nothing: Definition = { id: '', steps: {} };

const closed: EditorState = {
  id: '',
  definition: nothing,
  etag: null,
  saved: null,
  publishedVersion: null,
  conflict: null,
  selection: [],
  scope: '',
  problems: [],
  activities: {},
  isReadOnly: false,
  past: [],
  future: [],
  together: undefined,
};

/** More than anybody takes back, and less than a browser minds. */
const longestPast = 500;

const momentOf = ({ definition, selection, scope }: EditorState): Moment => ({ definition, selection, scope });

/** The scope as far as it still exists. */
const standing = (definition: Definition, scope: string): string =>
  scope === '' || stepAt(definition, scope)?.steps ? scope : standing(definition, parentOf(scope));

export const makeEditor = () =>
  create<Editor>()((set) => ({
    ...closed,
    open: (opened) => set(({ activities, isReadOnly }) => ({ ...closed, activities, isReadOnly, ...opened })),
    apply: (edit, { select, together } = {}) =>
      set((state) => {
        const definition = edit(state.definition);
        if (definition === state.definition || state.isReadOnly) return {};
        const isSameGo = together !== undefined && together === state.together;
        return {
          definition,
          selection: select ?? state.selection,
          scope: standing(definition, state.scope),
          past: isSameGo ? state.past : [...state.past, momentOf(state)].slice(-longestPast),
          future: [],
          together,
        };
      }),
    replaceDefinition: (definition, together) =>
      set((state) => {
        if (state.isReadOnly || JSON.stringify(definition) === JSON.stringify(state.definition)) return {};
        const isSameGo = together !== undefined && together === state.together;
        const selection = state.selection.filter((path) => stepAt(definition, path));
        const past = isSameGo ? state.past : [...state.past, momentOf(state)].slice(-longestPast);
        return { definition, selection, scope: standing(definition, state.scope), past, future: [], together };
      }),
    undo: () =>
      set((state) => {
        const last = state.past.at(-1);
        return last && !state.isReadOnly
          ? { ...last, past: state.past.slice(0, -1), future: [momentOf(state), ...state.future], together: undefined }
          : {};
      }),
    redo: () =>
      set((state) => {
        const next = state.future[0];
        return next && !state.isReadOnly
          ? { ...next, past: [...state.past, momentOf(state)], future: state.future.slice(1), together: undefined }
          : {};
      }),
    select: (selection) => set((state) => (String(state.selection) === String(selection) ? {} : { selection, together: undefined })),
    stepInto: (scope) => set({ scope, selection: [], together: undefined }),
  }));

/** The workflow that is being edited; the page opens it. */
export const useEditor = makeEditor();

export const canUndo = (state: EditorState): boolean => state.past.length > 0;
export const canRedo = (state: EditorState): boolean => state.future.length > 0;
export const isUnsaved = ({ definition, saved }: EditorState): boolean =>
  definition !== saved && (saved === null || textOf(definition) !== textOf(saved));

/** Asked after each change of anything, so written once for each definition. */
const texts = new WeakMap<Definition, string>();
const textOf = (definition: Definition): string => {
  const text = texts.get(definition) ?? JSON.stringify(definition);
  texts.set(definition, text);
  return text;
};
