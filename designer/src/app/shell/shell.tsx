import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useNavigation } from 'react-router';
import { useIsPhone } from '@/theme/media';
import { Header } from './header';
import { Palette } from './palette';
import { Rail } from './rail';
import { RailSheet } from './rail-sheet';
import { useShortcuts } from './shortcuts';
import './shell.css';

const Tour = lazy(() => import('@/features/tour/tour'));

/** The frame of every page: rail, header, and the page between them. */
export const Shell = () => {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [searching, setSearching] = useState(false);
  const isLoading = useNavigation().state === 'loading';
  useShortcuts(() => setSearching(true));
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      {!isPhone && <Rail />}
      <div className="shell-body">
        <Header onSearch={() => setSearching(true)} />
        <main id="main" tabIndex={-1} aria-busy={isLoading}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </main>
        {isPhone && <RailSheet />}
      </div>
      <Suspense fallback={null}>
        <Tour />
      </Suspense>
      {searching && <Palette onClose={() => setSearching(false)} />}
    </div>
  );
};
