import { useTranslation } from 'react-i18next';
import { useNames } from '@/canvas/names';
import { stateOf } from '@/marks/state-of';
import { useOperation } from '@/marks/use-operation';
import { useCodes } from '@/problem/codes/use-codes';
import { useMessages } from '@/problem/messages/use-messages';
import type { Line } from './view/lines';

/** A line of the log in the language that is shown: the server's own sentences too, where they are known; a platform's and a person's
 * words stay as they are. */
export const useLineWords = () => {
  const { t } = useTranslation('run');
  const { t: mark } = useTranslation('marks');
  const named = useOperation();
  const { outcome } = useNames();
  const { words, foreign } = useCodes();
  const read = useMessages();
  const inWords: Record<string, (value: string) => string> = {
    operation: named,
    outcome,
    status: (value) => mark(`state.${stateOf(value)}` as 'state.queued'),
    message: read,
    text: read,
    code: (value) => (foreign ? (words(value)?.title ?? value) : value),
  };
  return (line: Line): string => {
    const values = Object.entries(line.values).map(([name, value]) => [name, inWords[name]?.(String(value)) ?? value]);
    return t(`log.${line.code}` as 'log.text', Object.fromEntries(values));
  };
};
