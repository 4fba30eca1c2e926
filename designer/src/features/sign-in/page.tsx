import { useTranslation } from 'react-i18next';
import { usePlace } from '@/place/place';
import './sign-in.css';

/** For whoever is not signed in: says where the way in is. */
export const Component = () => {
  const { t } = useTranslation('sign-in');
  usePlace({ title: t('title') });
  return (
    <main className="sign-in">
      <h1>{t('title')}</h1>
      <p>{t('link')}</p>
      <p>{t('again')}</p>
    </main>
  );
};
