import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Facts, Pane } from '@/layout/beside';
import { usePlatformName } from '@/marks/platform-name';
import { ProblemCard } from '@/problem/problem-card';
import { DeleteConnection } from './delete-connection';
import { EditConnection } from './edit-connection';
import { Mode, Reach } from './marks';
import { useNextStep } from './next-step';
import { SwitchMode } from './switch-mode';
import { TestConnection } from './test-connection';

export type Seen = Schema<'FleetSummary'>['connections'][number];

/** One connection: whether it answers, what may be done through it, and its settings. */
export const ConnectionPane = (props: { connection: Schema<'ConnectionAnswer'>; seen: Seen | undefined; onClose: () => void }) => {
  const { connection, seen, onClose } = props;
  const { t } = useTranslation('connections');
  const format = useFormat();
  const nextStep = useNextStep();
  const platformName = usePlatformName();
  const mayChange = useMay('administer') && connection.origin === 'stored';
  const { statusDetail } = connection;
  return (
    <Pane name="connection" title={connection.name} note={platformName(connection.platform)} onClose={onClose}>
      <section>
        <Facts
          facts={[
            [t('status.title'), <Reach key="status" status={connection.status} />],
            [t('since'), <Time key="since" at={statusDetail.since} />],
            [
              t('seen'),
              seen && (
                <Link key="seen" to={`/fleet?q=${encodeURIComponent(`connection == '${connection.id}'`)}`}>
                  {t('seenCounts', { hosts: format.number(seen.hosts), vms: format.number(seen.vms) })}
                </Link>
              ),
            ],
            [t('staleVms'), seen?.staleVms ? format.number(seen.staleVms) : null],
            [t('id'), <code key="id">{connection.id}</code>],
            [t('origin.title'), t(`origin.${connection.origin}`)],
          ]}
        />
        {connection.status === 'down' && (
          <ProblemCard
            trouble={{
              title: t('downTitle', { name: connection.name }),
              detail: t('downMeans'),
              ...(statusDetail.message ? { said: { by: platformName(connection.platform), text: statusDetail.message } } : {}),
              ...nextStep(statusDetail.code, statusDetail.nextStep),
              code: statusDetail.code ?? 'connection.down',
              path: connection.id,
            }}
          />
        )}
        <TestConnection connection={connection} />
      </section>
      <section>
        <h3>{t('mode.title')}</h3>
        <p>
          <Mode mode={connection.mode} />
        </p>
        <p className="pane-help">{t(`mode.${connection.mode}Means`)}</p>
        {mayChange && <SwitchMode connection={connection} />}
      </section>
      <section>
        <h3>{t('settings')}</h3>
        {mayChange ? (
          <Suspense fallback={null}>
            <EditConnection key={connection.id} connection={connection} />
          </Suspense>
        ) : (
          <>
            <p className="pane-help">{t(`origin.${connection.origin}Means`, { id: connection.id })}</p>
            <pre className="wrapped">{JSON.stringify(connection.settings, null, 2)}</pre>
          </>
        )}
      </section>
      {mayChange && (
        <section>
          <DeleteConnection connection={connection} seen={seen} onDeleted={onClose} />
        </section>
      )}
    </Pane>
  );
};
