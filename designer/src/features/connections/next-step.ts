import { useTranslation } from 'react-i18next';

/** What can be done about a platform's error, in the language that is shown; for one that has no words here, the server's. */
export const useNextStep = (): ((code: string | null | undefined, said: string | null | undefined) => { next?: string }) => {
  const { i18n } = useTranslation('connections');
  return (code, said) => {
    const own: unknown = i18n.getResource(i18n.language, 'connections', `nextStep.${code?.replace(/^platform\./, '') ?? ''}`);
    const next = typeof own === 'string' ? own : said;
    return next ? { next } : {};
  };
};
