import { useMemo } from 'react';
import { useLanguage } from '@/text/use-language';
import { type Format, makeFormat } from './format';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The formats in the language that is shown and the user's time zone. */
export const useFormat = (): Format => {
  const language = useLanguage();
  return useMemo(() => makeFormat(language, zone), [language]);
};
