import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '@/api/queries';

export type ShippedText = { name: string; does: string; inputs: Record<string, string> };

const isText = (value: unknown): value is ShippedText => typeof value === 'object' && value !== null && 'does' in value;

/** What the shipped workflows are and ask for, in the language that is shown; undefined for one that has no texts of its own. */
export const useShippedTexts = (): ((id: string) => ShippedText | undefined) => {
  const { i18n } = useTranslation('workflows/gallery');
  return (id) => {
    const text: unknown = i18n.getResource(i18n.language, 'workflows/gallery', `shipped.${id}`);
    return isText(text) ? text : undefined;
  };
};

/** How a workflow of this server is called: a shipped one that still has its own words, in the language that is shown. */
export const useCalled = () => {
  const shipped = useShippedTexts();
  const library = useQuery({ ...apiQuery('/api/v1/library', {}), staleTime: Number.POSITIVE_INFINITY }).data?.items ?? [];
  return ({ id, name, description }: { id: string; name: string | null; description: string | null }) => {
    const asShipped = library.find((entry) => entry.id === id);
    const text = shipped(id);
    return {
      name: (asShipped && asShipped.name === name ? text?.name : undefined) ?? name ?? id,
      description: (asShipped && asShipped.description === description ? text?.does : undefined) ?? description,
    };
  };
};
