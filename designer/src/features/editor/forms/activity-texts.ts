import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormSurroundings } from '@/schema-form/form-context';
import { useLanguage } from '@/text/use-language';

const keyOf = (activity: string): string => activity.replaceAll('.', '_');

/** What the server says of activities and their inputs is English; in another language it is said by the texts here, as far as there are some. */
export const useActivityTexts = (activity: string) => {
  const { t } = useTranslation('editor/forms');
  const language = useLanguage();
  const say = useCallback(
    (key: string): string | undefined => (language === 'en' ? undefined : t(key as 'title.where', { defaultValue: '' }) || undefined),
    [t, language],
  );
  const field: NonNullable<FormSurroundings['texts']> = useCallback(
    (name) => {
      const [title, description] = [say(`title.${name}`), say(`help.${keyOf(activity)}.${name}`)];
      return {
        ...(title ? { title } : {}),
        ...(description ? { description } : {}),
        choice: (value) => (/^[\w-]+$/.test(value) ? say(`choice.${value}`) : undefined),
      };
    },
    [say, activity],
  );
  return { field, about: say(`about.${keyOf(activity)}`) };
};
