import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';
import { useSession } from '@/api/session';

const parts = {
  settings: [
    { to: 'connections', permission: 'look' },
    { to: 'channels', permission: 'administer' },
    { to: 'secrets', permission: 'list-secrets' },
    { to: 'keys', permission: 'administer' },
    { to: 'audit', permission: 'administer' },
  ],
  triggers: [
    { to: 'alerts', permission: 'look' },
    { to: 'schedules', permission: 'look' },
    { to: 'rules', permission: 'look' },
    { to: 'sources', permission: 'look' },
  ],
} as const;

/** A place of several pages, as tabs; what a user may not see is not offered. */
export const PartTabs = ({ of }: { of: keyof typeof parts }) => {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <>
      <nav className="part-tabs" aria-label={t(`place.${of}`)}>
        {parts[of]
          .filter(({ permission }) => session?.permissions.includes(permission))
          .map(({ to }) => (
            <NavLink key={to} to={to}>
              {t(`part.${to}`)}
            </NavLink>
          ))}
      </nav>
      <Outlet />
    </>
  );
};
