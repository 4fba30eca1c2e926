import { useRef, useState } from 'react';
import { useFormat } from '@/format/use-format';
import { useCodes } from '@/problem/codes/use-codes';
import { type Trouble, ticket } from '@/problem/trouble';
import type { Looking } from './use-looking';
import { failuresOf, inWords, placeOf, type RunFailure, tell, withNext } from './view/failures';

export type Failures = ReturnType<typeof useFailures>;

/** The failures one after another; the one that is shown is the target that is selected. */
export const useFailures = (looking: Looking, run: string) => {
  const format = useFormat();
  const { words, foreign } = useCodes();
  const [copied, setCopied] = useState(false);
  const all = failuresOf(looking.view);
  const selected = all.findIndex(({ step, unit }) => step?.path === looking.step && (unit?.id ?? null) === looking.target);
  const isSelected = selected >= 0;
  // A target that did not fail is looked at for itself.
  const index = isSelected ? selected : looking.target === null ? 0 : -1;
  const shown = all[index];
  const trouble = shown && troubleOf(shown, run, words(shown.error.code), foreign);
  // The address follows a moment later: a second press before that goes on from where the first one went.
  const at = useRef({ index, isSelected });
  at.current = { index, isSelected };
  const go = (by: number): void => {
    const to = (at.current.index + by + all.length) % Math.max(1, all.length);
    const next = all[to];
    at.current = { index: to, isSelected: true };
    setCopied(false);
    if (next) looking.look({ step: next.step?.path ?? null, target: next.unit?.id ?? null });
  };
  return {
    all,
    index,
    shown,
    trouble,
    copied,
    /** The first press goes to the one that is shown, the others on. */
    next: () => go(at.current.isSelected || at.current.index < 0 ? 1 : 0),
    before: () => go(-1),
    copy: async () => {
      if (!trouble) return;
      await navigator.clipboard.writeText(ticket(trouble, format.utc(shown.unit?.endedAt ?? shown.step?.endedAt ?? new Date())));
      setCopied(true);
    },
  };
};

type Words = ReturnType<ReturnType<typeof useCodes>['words']>;

/** The server's words are English and say more than the code's: in another language the code's words stand before them. */
const troubleOf = (failure: RunFailure, run: string, words: Words, foreign: boolean): Trouble => ({
  ...(foreign && words ? inWords(failure, words) : withNext(tell(failure), words?.next)),
  code: failure.error.code,
  path: placeOf(failure, run),
});
