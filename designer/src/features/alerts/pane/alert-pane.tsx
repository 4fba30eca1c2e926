import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiQuery } from '@/api/queries';
import { Facts, Pane } from '@/layout/beside';
import { CallProblem } from '@/problem/call-problem';
import { AlertFacts } from './alert-facts';
import { Episode } from './episode';
import { Outcomes } from './outcomes';

/** One alert, whole: what it says, what it led to and why, and how it went on. */
export const AlertPane = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const { t } = useTranslation('alerts');
  const query = useQuery({ ...apiQuery('/api/v1/alerts/{id}', { params: { id: Number(id) } }), refetchInterval: 5_000 });
  const detail = query.data;
  return (
    <Pane name="alert" title={detail?.alert.name ?? t('alert')} {...(detail ? { note: detail.alert.source } : {})} onClose={onClose}>
      {query.error && <CallProblem error={query.error} what={t('readFailed')} retry={query.refetch} />}
      {detail && (
        <>
          <AlertFacts alert={detail.alert} />
          <Outcomes detail={detail} />
          <Episode detail={detail} />
          <Texts title={t('annotations')} texts={detail.alert.annotations} />
          <Texts title={t('labels')} texts={detail.alert.labels} />
          <section>
            <p className="pane-help">
              {t('rawHelp')} <Link to={`/triggers/sources?${new URLSearchParams({ open: detail.alert.source })}`}>{t('rawLink')}</Link>
            </p>
          </section>
        </>
      )}
    </Pane>
  );
};

const Texts = ({ title, texts }: { title: string; texts: Record<string, string> }) =>
  Object.keys(texts).length > 0 && (
    <section>
      <h3>{title}</h3>
      <Facts facts={Object.entries(texts)} />
    </section>
  );
