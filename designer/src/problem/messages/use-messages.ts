import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Reader, readerOf } from './reader';

const asItIs: Reader = (message) => message;

/** The server tells places and targets what is wrong in English sentences without a code, some of them written into histories long ago. They
 * are read by their words; what is not known stays as it is. */
export const useMessages = (): Reader => {
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ['messages', i18n.language],
    queryFn: async () => (i18n.language === 'zh' ? readerOf((await import('./zh.json')).default) : asItIs),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? asItIs;
};
