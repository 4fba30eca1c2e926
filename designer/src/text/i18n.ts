import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { preference } from '@/theme/preference';
import { browserLanguage, type Language } from './languages';

/** The texts of a feature are loaded with its first page, in the language that is shown. */
const files = import.meta.glob<{ default: Record<string, unknown> }>('../**/text/*.json');

const texts: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, namespace, done) => {
    const load = files[`../features/${namespace}/text/${language}.json`] ?? files[`../${namespace}/text/${language}.json`];
    if (!load) return done(new Error(`There are no texts of '${namespace}' in '${language}'.`), null);
    load().then(
      (file) => done(null, file.default),
      (error: Error) => done(error, null),
    );
  },
};

const isChoice = (value: string): value is Language | 'browser' => value === 'en' || value === 'zh' || value === 'browser';
const choice = preference<Language | 'browser'>('language', isChoice, 'browser');
const chosen = (): Language => {
  const value = choice.read();
  return value === 'browser' ? browserLanguage() : value;
};

export const startTexts = async (): Promise<void> => {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  });
  await i18next
    .use(texts)
    .use(initReactI18next)
    .init({
      lng: chosen(),
      fallbackLng: false,
      ns: ['app', 'marks', 'problem'],
      defaultNS: 'app',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
};

export const switchLanguage = async (language: Language): Promise<void> => {
  choice.set(language);
  await i18next.changeLanguage(language);
};
