import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { CallProblem } from '@/problem/call-problem';
import { useMessages } from '@/problem/messages/use-messages';

/** What could not be sent and why; each can be sent again. */
export const DeadLetters = ({ channel }: { channel: string }) => {
  const { t } = useTranslation('channels');
  const query = useInfiniteQuery({
    ...apiPages('/api/v1/channels/{id}/messages', { params: { id: channel }, query: { status: 'failed', limit: 20 } }),
    refetchInterval: 10_000,
  });
  const letters = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section>
      <h3>{t('letters.title')}</h3>
      {query.error && <CallProblem error={query.error} what={t('letters.failed')} retry={query.refetch} />}
      {query.data && <p className="pane-help">{letters.length === 0 ? t('letters.none') : t('letters.help')}</p>}
      <ul className="channel-letters">
        {letters.map((letter) => (
          <Letter key={letter.id} channel={channel} letter={letter} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="small" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('letters.more')}
        </Button>
      )}
    </section>
  );
};

const Letter = ({ channel, letter }: { channel: string; letter: Schema<'ChannelMessageAnswer'> }) => {
  const { t } = useTranslation('channels');
  const read = useMessages();
  const queries = useQueryClient();
  const send = useMutation({
    mutationFn: () => api.post('/api/v1/channels/{id}/messages/{message}/send', { params: { id: channel, message: Number(letter.id) } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/channels/{id}/messages') });
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/channels') });
    },
  });
  return (
    <li>
      <p>
        <Link to={letter.page}>{letter.title}</Link> <Time at={letter.at} />
      </p>
      <p className="pane-help">
        {t('letters.attempts', { count: letter.attempts })} · {read(letter.error ?? '')}
      </p>
      <Button
        size="small"
        loading={send.isPending}
        onClick={() => send.mutate()}
        aria-label={t('letters.againNamed', { title: letter.title })}
      >
        {t('letters.again')}
      </Button>
      {send.error && <CallProblem error={send.error} what={t('letters.againFailed')} />}
    </li>
  );
};
