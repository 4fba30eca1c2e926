import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { Card } from '@/layout/page';
import { StateMark } from '@/marks/state-mark';
import { shortId } from './words';

/** What was decided lately, from the audit, for those who may read it. */
export const Decisions = () => {
  const { t } = useTranslation('approvals');
  const may = useMay('administer');
  const { data } = useQuery({ ...apiQuery('/api/v1/audit', { query: { what: 'approval', limit: 10 } }), enabled: may });
  if (!data || data.items.length === 0) return null;
  return (
    <Card title={t('decisions')}>
      <ul className="plain-list">
        {data.items.map(({ sequence, at, who, what, object, detail }) => {
          const run = object.replace(/^run:/, '');
          const reason = (detail as { reason?: string } | null)?.reason;
          return (
            <li key={sequence}>
              <StateMark state={what === 'approval.approve' ? 'completed' : 'rejected'} bare /> <Time at={at} /> {who}{' '}
              {t(`decided.${what}` as 'decided.approval.approve', { defaultValue: what, keySeparator: false })}{' '}
              <Link to={`/runs/${run}`}>{shortId(run)}</Link>
              {reason && <span className="quiet"> · {reason}</span>}
            </li>
          );
        })}
      </ul>
    </Card>
  );
};
