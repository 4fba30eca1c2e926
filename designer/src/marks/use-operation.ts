import { useTranslation } from 'react-i18next';

/** What a platform was asked for, in words: `remove-snapshot nightly`. A name that is not known stays as it is. */
export const useOperation = (): ((name: string) => string) => {
  const { t } = useTranslation('marks');
  return (name) => {
    const [, kind = name, rest = ''] = /^(\S+)(.*)$/s.exec(name) ?? [];
    return t(`operation.${kind}` as 'operation.suspend', { defaultValue: kind }) + rest;
  };
};
