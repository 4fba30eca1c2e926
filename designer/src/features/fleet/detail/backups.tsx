import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { apiQuery } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { CallProblem } from '@/problem/call-problem';

/** The newest backups of the VM, each with what it is worth: a copy that nobody verified says so. */
export const Backups = ({ vm }: { vm: string }) => {
  const { t } = useTranslation('fleet');
  const backups = useQuery({ ...apiQuery('/api/v1/backups', { query: { vm, limit: 10 } }), refetchInterval: 15_000 });
  if (backups.error) return <CallProblem error={backups.error} what={t('detail.backupsFailed')} retry={backups.refetch} />;
  return (
    <section>
      <h3>{t('detail.backups')}</h3>
      {backups.data?.items.length === 0 && <p className="quiet">{t('detail.noBackup')}</p>}
      <ul className="touched">
        {backups.data?.items.map((backup) => (
          <Backup key={backup.id} backup={backup} />
        ))}
      </ul>
    </section>
  );
};

const Backup = ({ backup }: { backup: Schema<'BackupView'> }) => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const at = backup.madeAt ?? backup.begunAt;
  return (
    <li title={backup.problem ?? backup.id}>
      <Link to={`/runs/${backup.run}`}>{t(`detail.backupKind.${backup.kind}`)}</Link>
      <span>{t(`detail.backupState.${backup.state}`)}</span>
      <span className="quiet">
        {[backup.consistency && t(`detail.backupConsistency.${backup.consistency}`), backup.bytes && format.bytes(backup.bytes)]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <time dateTime={at}>{format.age(at)}</time>
    </li>
  );
};
