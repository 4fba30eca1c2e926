import { useTranslation } from 'react-i18next';

/** Why a source's requests were turned away, in a few words; a code that this designer does not know stays as it is. */
export const useRefusal = (): ((code: string | null | undefined) => string) => {
  const { t } = useTranslation('refusals');
  return (code) => (code ? t(`refusal.${code}` as 'refusal.hook.stale', { defaultValue: code }) : '');
};
