import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '@/api/queries';
import { dictionary, entry, type Tree } from './said';
import english from './text/en.json';

type Say = <T extends string | null | undefined>(text: T, kind?: string) => T;

/** The texts of the shipped workflows in the language that is shown; every other text as it is. */
export const useSaid = (): Say => {
  const { i18n } = useTranslation('shipped');
  const words = useMemo(() => dictionary(english, (i18n.getResourceBundle(i18n.language, 'shipped') ?? {}) as Tree), [i18n, i18n.language]);
  return useCallback(
    (text, kind = 'name') => (typeof text === 'string' ? (words.get(entry(text, kind)) ?? text) : text) as typeof text,
    [words],
  );
};

/** What workflows are called, by their ids. */
export const useWorkflowNames = (): ((id: string) => string) => {
  const said = useSaid();
  const { data } = useQuery({ ...apiQuery('/api/v1/workflows', { query: { limit: 500 } }), staleTime: 30_000 });
  return useMemo(() => {
    const names = new Map(data?.items.map(({ id, name }) => [id, name]));
    return (id) => said(names.get(id)) ?? id;
  }, [data, said]);
};
