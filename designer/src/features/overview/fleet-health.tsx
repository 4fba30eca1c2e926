import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { Card, Empty } from '@/layout/page';
import { Bar } from '@/marks/bar';
import { usePlatformName } from '@/marks/platform-name';
import { StateMark } from '@/marks/state-mark';

export const Connections = ({ connections }: { connections: readonly Schema<'ConnectionCount'>[] }) => {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const platformName = usePlatformName();
  const down = connections.filter(({ status }) => status === 'down').length;
  const isSimulated = connections.length > 0 && connections.every(({ platform }) => platform === 'simulator');
  return (
    <Card title={t('connections.title')} note={t(down > 0 ? 'connections.down' : 'connections.fine', { count: connections.length, down })}>
      {connections.length === 0 && (
        <Empty text={t('connections.none')} action={<Link to="/settings/connections">{t('connections.add')}</Link>} />
      )}
      {connections.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('connections.name')}</th>
              <th scope="col" className="right">
                {t('connections.vms')}
              </th>
              <th scope="col">{t('connections.mode')}</th>
              <th scope="col" className="right">
                {t('connections.state')}
              </th>
            </tr>
          </thead>
          <tbody>
            {connections.map((connection) => (
              <tr key={connection.id} className={connection.status === 'down' ? 'stale-row' : undefined}>
                <td>
                  {connection.status === 'down' ? (
                    <StateMark state="stale" bare />
                  ) : (
                    <span className={`dot dot-${connection.status}`} aria-hidden />
                  )}{' '}
                  <Link to={`/fleet?${new URLSearchParams({ where: `connection == '${connection.id}'` })}`}>{connection.name}</Link>{' '}
                  <span className="quiet">{platformName(connection.platform)}</span>
                </td>
                <td className="right">{format.number(connection.vms)}</td>
                <td>{t(`mode.${connection.mode}`)}</td>
                <td className="right">
                  {connection.status === 'down' ? format.age(connection.statusDetail.since) : t(`connections.states.${connection.status}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isSimulated && (
        <p className="overview-quiet">
          {t('connections.simulated')} <Link to="/settings/connections">{t('connections.add')}</Link>
        </p>
      )}
    </Card>
  );
};

type Share = { id: string; name: string; place: string; share: number | null; to: string };

/** The fullest or busiest, as bars against 80 %. */
export const Shares = ({ title, note, rows, empty }: { title: string; note: string; rows: readonly Share[]; empty: string }) => {
  const format = useFormat();
  return (
    <Card title={title} note={note}>
      {rows.length === 0 && <p className="overview-quiet">{empty}</p>}
      <ul className="shares">
        {rows.map(({ id, name, place, share, to }) => (
          <li key={id}>
            <Link to={to}>{name}</Link>
            <span className="quiet">{place}</span>
            {share !== null && <Bar share={share} />}
            <span className={tone(share)}>{share === null ? '–' : format.percent(share)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
};

const tone = (share: number | null): string => `right ${share === null || share < 0.8 ? '' : share < 0.9 ? 'tone-waiting' : 'tone-failed'}`;

export const hostShares = (hosts: readonly Schema<'HostRow'>[]): Share[] =>
  hosts.map(({ id, name, connection, cpuUsage }) => ({
    id,
    name,
    place: connection,
    share: cpuUsage,
    to: `/fleet?${new URLSearchParams({ where: `host == '${name}'` })}`,
  }));

export const storageShares = (storages: readonly Schema<'StorageRow'>[]): Share[] =>
  storages.map(({ id, name, connection, capacityBytes, freeBytes }) => ({
    id,
    name,
    place: connection,
    share: capacityBytes > 0 ? 1 - freeBytes / capacityBytes : null,
    to: '/fleet?tab=storages&sort=-used',
  }));
