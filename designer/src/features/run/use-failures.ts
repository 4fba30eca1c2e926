import { useRef, useState } from 'react';
import { useFormat } from '@/format/use-format';
import { type Trouble, ticket } from '@/problem/trouble';
import type { Looking } from './use-looking';
import { failuresOf, placeOf, type RunFailure, tell } from './view/failures';

export type Failures = ReturnType<typeof useFailures>;

/** The failures one after another; the one that is shown is the target that is selected. */
export const useFailures = (looking: Looking, run: string) => {
  const format = useFormat();
  const [copied, setCopied] = useState(false);
  const all = failuresOf(looking.view);
  const selected = all.findIndex(({ step, unit }) => step?.path === looking.step && (unit?.id ?? null) === looking.target);
  const isSelected = selected >= 0;
  // A target that did not fail is looked at for itself.
  const index = isSelected ? selected : looking.target === null ? 0 : -1;
  const shown = all[index];
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
    copied,
    /** The first press goes to the one that is shown, the others on. */
    next: () => go(at.current.isSelected || at.current.index < 0 ? 1 : 0),
    before: () => go(-1),
    copy: async () => {
      if (!shown) return;
      await navigator.clipboard.writeText(
        ticket(troubleOf(shown, run), format.utc(shown.unit?.endedAt ?? shown.step?.endedAt ?? new Date())),
      );
      setCopied(true);
    },
  };
};

export const troubleOf = (failure: RunFailure, run: string): Trouble => ({
  ...tell(failure),
  code: failure.error.code,
  path: placeOf(failure, run),
});
