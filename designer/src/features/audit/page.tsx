import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { Beside } from '@/layout/beside';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { RowLink } from '@/layout/row-link';
import { usePlace } from '@/place/place';
import { useOpen } from '@/place/use-open';
import { EntryPane } from './entry-pane';
import { FilterBar } from './filter-bar';
import { queryOf, readFilters, writeFilters } from './filters';
import './audit.css';

export const Component = () => {
  const { t } = useTranslation('audit');
  const [search, setSearch] = useSearchParams();
  const { open, setOpen, close, linkTo } = useOpen();
  const filters = readFilters(search);
  const narrowed = queryOf(filters);
  const isNarrowed = Object.values(narrowed).some((value) => value !== undefined);
  const query = useInfiniteQuery({
    ...apiPages('/api/v1/audit', { query: { limit: 100, ...narrowed } }),
    placeholderData: (before) => before,
  });
  usePlace({ title: t('title') });
  const shown = query.data?.pages.flatMap((page) => page.items).find(({ sequence }) => String(sequence) === open);
  return (
    <Beside
      pane={shown && <EntryPane entry={shown} onClose={close} onNarrow={(changed) => setSearch((now) => writeFilters(now, changed))} />}
    >
      <Page>
        <FilterBar filters={filters} onChange={(changed) => setSearch((now) => writeFilters(now, changed), { replace: true })} />
        <ListCard
          query={query}
          failed={t('failed')}
          empty={isNarrowed ? t('noneFound') : t('empty')}
          rowKey="sequence"
          rowClassName={({ sequence }) => (String(sequence) === open ? 'row-open' : '')}
          onRow={({ sequence }) => ({ onClick: () => setOpen(String(sequence)) })}
          columns={[
            {
              title: t('at'),
              render: (_, entry) => (
                <RowLink to={linkTo(String(entry.sequence))}>
                  <Time at={entry.at} />
                </RowLink>
              ),
            },
            { title: t('who'), dataIndex: 'who' },
            { title: t('what'), dataIndex: 'what' },
            { title: t('object'), dataIndex: 'object' },
            {
              title: t('detail'),
              render: (_, { detail }) => (
                <code className="audit-cut">{detail === null || detail === undefined ? '' : JSON.stringify(detail)}</code>
              ),
            },
          ]}
        />
      </Page>
    </Beside>
  );
};
