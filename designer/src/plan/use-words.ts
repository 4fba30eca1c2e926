import { useTranslation } from 'react-i18next';
import { useCodes } from '@/problem/codes/use-codes';
import { useMessages } from '@/problem/messages/use-messages';
import type { Plan } from './plan';

type Why = { code: string; reason: string; of: string };
type Block = Plan['blockedBy'][number];

const onHost = /^on (\S+)$/;

/** What a plan says, in the reader's language: reasons by their code, states by their word, the rest as sentences of the server. */
export const useWords = () => {
  const { t, i18n } = useTranslation('plan');
  const read = useMessages();
  const { words, foreign } = useCodes();
  return {
    why: ({ code, reason, of }: Why): string => {
      const key = `why.${code.replace(/^plan\./, '')}`;
      return i18n.exists(key, { ns: 'plan' })
        ? t(key as 'why.repeats', { of: t(`activity.${of.replace(/^flow\./, '')}` as 'activity.delay', { defaultValue: of }) })
        : read(reason);
    },
    block: ({ code, message }: Block): string => {
      const told = read(message);
      const title = foreign && told === message ? words(code)?.title : undefined;
      return title ? `${title} ${told}` : told;
    },
    state: (word: string): string => {
      const host = onHost.exec(word)?.[1];
      return host ? t('onHost', { host }) : t(`state.${word}` as 'state.on', { defaultValue: read(word) });
    },
  };
};
