import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { CallProblem } from '@/problem/call-problem';
import { useMessages } from '@/problem/messages/use-messages';

/** What a source sent that could not be read, as it came. */
export const UnreadBodies = ({ name }: { name: string }) => {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const read = useMessages();
  const query = useInfiniteQuery({
    ...apiPages('/api/v1/alert-sources/{name}/unread', { params: { name }, query: { limit: 20 } }),
    refetchInterval: 30_000,
  });
  const bodies = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section>
      <h3>{t('unread.title')}</h3>
      {query.error && <CallProblem error={query.error} what={t('unread.failed')} retry={query.refetch} />}
      {query.data && bodies.length === 0 && <p className="pane-help">{t('unread.none')}</p>}
      {bodies.map((body) => (
        <details key={body.sequence} className="sources-unread">
          <summary>
            <Time at={body.at} /> <span className="row-note">{format.bytes(body.size)}</span> {read(body.problem)}
          </summary>
          <p className="pane-help">{t('unread.type', { type: body.mediaType ?? t('unread.noType') })}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
          <pre tabIndex={0}>{body.text}</pre>
        </details>
      ))}
      {query.hasNextPage && (
        <Button size="small" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('unread.more')}
        </Button>
      )}
    </section>
  );
};
