import { PanelLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { useMedia } from '@/theme/media';
import { preference } from '@/theme/preference';
import { Logo } from './logo';
import { isWide, railPlaces } from './places';
import { useWaitingForMe } from './waiting-for-me';

type Width = 'auto' | 'wide' | 'slim';
const width = preference<Width>('rail', (value): value is Width => value === 'auto' || value === 'wide' || value === 'slim', 'auto');

export const toggleRail = (): void => width.set(document.querySelector('.rail-slim') ? 'wide' : 'slim');

export const Rail = () => {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const choice = width.use();
  const isNarrow = useMedia('(max-width: 1279.98px)');
  const isSlim = choice === 'slim' || (choice === 'auto' && (isNarrow || !isWide(pathname)));
  return (
    <nav className={isSlim ? 'rail rail-slim' : 'rail'} aria-label={t('pages')}>
      <NavLink to="/" className="rail-brand" aria-label="Runbooks">
        <Logo /> {!isSlim && <span>Runbooks</span>}
      </NavLink>
      <RailLinks isSlim={isSlim} />
      <button type="button" className="rail-link" onClick={toggleRail} aria-expanded={!isSlim} title={t('rail.toggle')}>
        <PanelLeft size={16} aria-hidden />
        {isSlim ? <span className="only-spoken">{t('rail.toggle')}</span> : <span>{t('rail.collapse')}</span>}
        {!isSlim && <kbd>[</kbd>}
      </button>
    </nav>
  );
};

export const RailLinks = ({ isSlim = false, onGo }: { isSlim?: boolean; onGo?: () => void }) => {
  const { t } = useTranslation();
  const waiting = useWaitingForMe();
  return (
    <ul className="rail-list">
      {railPlaces.map(({ to, name, icon: Icon }) => (
        <li key={to} className={name === 'settings' ? 'rail-last' : undefined}>
          <NavLink to={to} end={to === '/'} className="rail-link" title={isSlim ? t(`place.${name}`) : undefined} onClick={onGo}>
            <Icon size={16} aria-hidden />
            <span className={isSlim ? 'only-spoken' : undefined}>{t(`place.${name}`)}</span>
            {name === 'approvals' && waiting > 0 && (
              <span className="rail-waiting" role="img" aria-label={t('rail.waiting', { count: waiting })}>
                {waiting}
              </span>
            )}
          </NavLink>
        </li>
      ))}
    </ul>
  );
};
