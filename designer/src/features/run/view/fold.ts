import { type Draft, isKnown, makeDraft } from './draft';
import type { Entry, EventType, RunEvents } from './events';
import { emptyView, type RunView } from './run-view';
import { stepRules } from './step-rules';
import { undoRules } from './undo-rules';
import { unitRules } from './unit-rules';

type Rule<T extends EventType> = (draft: Draft, data: RunEvents[T], at: string) => void;
export type Rules = { [T in EventType]?: Rule<T> };

const runRules: Rules = {
  'run.created': (draft, data, at) => Object.assign(draft.run, { created: data, createdAt: at }),
  'run.admitted': (draft, _, at) => Object.assign(draft.run, { startedAt: at }),
  'run.paused': (draft, { by }, at) => Object.assign(draft.run, { paused: { by, at } }),
  'run.resumed': (draft) => Object.assign(draft.run, { paused: undefined }),
  'run.cancel-requested': (draft, data, at) => Object.assign(draft.run, { cancel: { ...data, at } }),
  'run.ended': (draft, data, at) => {
    Object.assign(draft.run, { end: data, endedAt: at });
    if (draft.run.rollBack) draft.run.rollBack = { ...draft.run.rollBack, endedAt: at };
  },
  'scope.ending': (draft, data) => {
    // A time limit hurries an ending; why the run ends does not change.
    if (data.frame === '' && !(draft.run.ending && data.cause === 'time-limit')) draft.run.ending = data;
  },
};

const rules: Rules = { ...runRules, ...stepRules, ...unitRules, ...undoRules };

/** The view after more of the history. Pure: what was not touched is the same object as before. Entries that the view has already are
 * passed over, so that a stream may repeat itself. */
export const fold = (view: RunView, entries: readonly Entry[]): RunView => {
  const fresh = entries.filter((entry) => entry.sequence > view.sequence);
  if (fresh.length === 0) return view;
  const draft = makeDraft(view);
  for (const { type, data, at, sequence } of fresh) {
    draft.run.sequence = sequence;
    draft.run.at = at;
    if (isKnown(rules, type)) (rules[type] as Rule<EventType>)(draft, data as never, at);
  }
  return draft.done();
};

/** The view at any moment of the history. */
export const viewAt = (entries: readonly Entry[], sequence: number): RunView =>
  fold(
    emptyView,
    entries.filter((entry) => entry.sequence <= sequence),
  );
