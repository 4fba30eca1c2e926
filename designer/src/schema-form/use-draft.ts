import { useState } from 'react';

export type Reading<T> = { value: T } | 'unreadable';

/** A field whose text says a value of another kind: what cannot be read stays in the field until it can, and the value stays as it was. */
export const useDraft = <T>(value: T, show: (value: T) => string, read: (text: string) => Reading<T>, onChange: (value: T) => void) => {
  const [draft, setDraft] = useState<string>();
  const text = draft ?? show(value);
  const unreadable = draft !== undefined && read(draft) === 'unreadable';
  return {
    text,
    unreadable,
    change: (now: string) => {
      setDraft(now);
      const reading = read(now);
      if (reading !== 'unreadable') onChange(reading.value);
    },
    leave: () => {
      if (!unreadable) setDraft(undefined);
    },
  };
};
