import { useTranslation } from 'react-i18next';

export const shortId = (id: string): string => id.slice(-6);

/** Who may decide, in words. */
export const useDeciders = () => {
  const { t } = useTranslation('approvals');
  return (by: readonly string[]): string =>
    by.map((one) => (one.startsWith('role:') ? t('role', { role: one.slice(5) }) : one.replace(/^user:/, ''))).join(t('or'));
};
