import { useTranslation } from 'react-i18next';
import { isObject } from '@/json/pointer';

type Words = { title?: string; description?: string; choice?: (value: string) => string | undefined };

/** The words of a type of trigger and of its members in the language that is shown; what has none keeps the schema's. */
export const useTypeTexts = (type: string) => {
  const { i18n } = useTranslation('trigger');
  const find = (key: string): unknown => i18n.getResource(i18n.language, 'trigger', key);
  const text = (key: string): string | undefined => {
    const found = find(key);
    return typeof found === 'string' ? found : undefined;
  };
  const of = (name: string): Words => {
    const words = find(`member.${type}.${name}`) ?? find(`member.any.${name}`);
    const choices = isObject(words) && isObject(words.choice) ? words.choice : {};
    const choice = (value: string): string | undefined => (typeof choices[value] === 'string' ? choices[value] : undefined);
    return isObject(words)
      ? {
          ...(typeof words.title === 'string' ? { title: words.title } : {}),
          ...(typeof words.description === 'string' ? { description: words.description } : {}),
          choice,
        }
      : {};
  };
  return { of, name: text(`type.${type}.name`) ?? type, means: text(`type.${type}.means`) };
};
