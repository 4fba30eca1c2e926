import { useTranslation } from 'react-i18next';

/** What a platform was asked for, in words: `remove-snapshot nightly`. A name that is not known stays as it is. */
export const useOperation = (): ((name: string) => string) => {
  const { t } = useTranslation('marks');
  return (name) => {
    const [, host, storage] = /^migrate to (\S+)(?: on (.+))?$/s.exec(name) ?? [];
    if (host !== undefined)
      return storage === undefined ? t('operation.migrate-to', { host }) : t('operation.migrate-to-on', { host, storage });
    const [, kind = name, rest = ''] = /^(\S+)(.*)$/s.exec(name) ?? [];
    return t(`operation.${kind}` as 'operation.suspend', { defaultValue: kind }) + rest;
  };
};
