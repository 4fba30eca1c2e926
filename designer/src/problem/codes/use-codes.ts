import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

export type Words = { title: string; next: string };

const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null && 'title' in value && 'next' in value;

/** What a code of the server means and what to do about it, in the language that is shown. The server's own texts are English and say
 * more: `foreign` tells whether a reader needs these words before them. */
export const useCodes = (): { words: (code: string | null | undefined) => Words | undefined; foreign: boolean } => {
  const { i18n, ready } = useTranslation('problem/codes', { useSuspense: false });
  const words = useCallback(
    (code: string | null | undefined) => {
      const found: unknown = ready && code ? i18n.getResource(i18n.language, 'problem/codes', code) : undefined;
      return isWords(found) ? found : undefined;
    },
    [i18n, ready],
  );
  return { words, foreign: i18n.language !== 'en' };
};
