import { useTranslation } from 'react-i18next';

const isText = (value: unknown): value is { title?: string; description?: string } => typeof value === 'object' && value !== null;

/** The words of a service and of its settings; what has none keeps the schema's. */
export const useTypeTexts = (type: string) => {
  const { i18n } = useTranslation('channels');
  const find = (key: string): unknown => i18n.getResource(i18n.language, 'channels', key);
  const word = (key: string): string | undefined => {
    const text = find(key);
    return typeof text === 'string' ? text : undefined;
  };
  const of = (name: string): { title?: string; description?: string } => {
    const text = find(`setting.${type}.${name}`);
    return isText(text) ? text : {};
  };
  return { of, name: word(`typeName.${type}`) ?? type, means: word(`typeMeans.${type}`) };
};
