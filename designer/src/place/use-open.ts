import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** What is open in the pane beside a list: the address keeps it, and Back closes it. `new` is the form for another one. */
export const useOpen = () => {
  const [search, setSearch] = useSearchParams();
  const open = search.get('open') ?? undefined;
  const setOpen = useCallback(
    (id: string | undefined) =>
      setSearch((now) => {
        const next = new URLSearchParams(now);
        if (id === undefined) next.delete('open');
        else next.set('open', id);
        return next;
      }),
    [setSearch],
  );
  const close = useCallback(() => setOpen(undefined), [setOpen]);
  /** For a link to it that keeps the rest of the address. */
  const linkTo = (id: string): string => {
    const next = new URLSearchParams(search);
    next.set('open', id);
    return `?${next}`;
  };
  return { open, setOpen, close, linkTo };
};
