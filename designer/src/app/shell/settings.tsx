import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';
import { useSession } from '@/api/session';

const parts = [
  { to: 'connections', permission: 'look' },
  { to: 'secrets', permission: 'list-secrets' },
  { to: 'keys', permission: 'administer' },
  { to: 'audit', permission: 'administer' },
] as const;

/** The settings' parts as tabs; what a user may not see is not offered. */
export const Settings = () => {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <>
      <nav className="settings-tabs" aria-label={t('place.settings')}>
        {parts
          .filter(({ permission }) => session?.permissions.includes(permission))
          .map(({ to }) => (
            <NavLink key={to} to={to}>
              {t(`settings.${to}`)}
            </NavLink>
          ))}
      </nav>
      <Outlet />
    </>
  );
};
