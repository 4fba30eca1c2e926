import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiQuery } from '@/api/queries';
import { Time } from '@/format/time';

/** What went out last, so that it is seen without the service. */
export const SentLast = ({ channel }: { channel: string }) => {
  const { t } = useTranslation('channels');
  const { data } = useQuery({
    ...apiQuery('/api/v1/channels/{id}/messages', { params: { id: channel }, query: { status: 'sent', limit: 5 } }),
    refetchInterval: 5_000,
  });
  return (
    <section>
      <h3>{t('sent.title')}</h3>
      {data?.items.length === 0 && <p className="pane-help">{t('sent.none')}</p>}
      <ul className="channel-letters">
        {data?.items.map(({ id, page, title, settledAt }) => (
          <li key={id}>
            <Link to={page}>{title}</Link> {settledAt && <Time at={settledAt} />}
          </li>
        ))}
      </ul>
    </section>
  );
};
