import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCurrentPlace } from '@/place/place';
import { useIsPhone } from '@/theme/media';
import { LiveState } from './live-state';
import { Preferences } from './preferences';
import { StopAutomation } from './stop-automation';

export const Header = ({ onSearch }: { onSearch: () => void }) => {
  const { t } = useTranslation();
  const { title, parents = [] } = useCurrentPlace();
  const isPhone = useIsPhone();
  return (
    <header className="header">
      <div className="header-place">
        {!isPhone &&
          parents.map((parent) => (
            <span key={parent.to} className="header-parent">
              <Link to={parent.to}>{parent.title}</Link> /{' '}
            </span>
          ))}
        <h1 title={title}>{title}</h1>
      </div>
      {isPhone ? (
        <button type="button" className="header-icon" onClick={onSearch} aria-label={t('search.label')}>
          <Search size={18} aria-hidden />
        </button>
      ) : (
        <button type="button" className="header-search" onClick={onSearch}>
          <Search size={14} aria-hidden />
          <span>{t('search.label')}</span>
          <kbd>Ctrl K</kbd>
        </button>
      )}
      <div className="header-end">
        <LiveState />
        <StopAutomation />
        {!isPhone && <Preferences />}
      </div>
    </header>
  );
};
