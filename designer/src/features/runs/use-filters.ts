import { useSearchParams } from 'react-router';

const names = ['workflow', 'status', 'since', 'target'] as const;
type Filters = Record<(typeof names)[number], string | null>;

/** The filters are the address, so that a list can be sent to somebody. */
export const useFilters = () => {
  const [params, setParams] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, params.get(name)])) as Filters;
  return {
    filters,
    isAny: names.some((name) => filters[name]),
    set: (name: keyof Filters, value: string | null) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      }),
    clear: () => setParams({}),
  };
};
