import { useTranslation } from 'react-i18next';
import type { Language } from './languages';

/** The language that is shown. */
export const useLanguage = (): Language => (useTranslation().i18n.language === 'zh' ? 'zh' : 'en');
