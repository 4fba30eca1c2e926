import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty, Page } from '@/layout/page';
import { usePlace } from '@/place/place';

export const PageMissing = () => {
  const { t } = useTranslation();
  usePlace({ title: t('missing.title') });
  return (
    <Page>
      <Empty text={t('missing.text')} action={<Link to="/">{t('place.overview')}</Link>} />
    </Page>
  );
};
