import { Button, Table, type TableProps } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CallProblem } from '@/problem/call-problem';
import { Card, Empty } from './page';
import { useListKeys } from './use-list-keys';

type Query<T> = {
  data: { pages: { items: T[] }[] } | undefined;
  error: unknown;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
};

/** A list of the API as a dense table: loading, failed, empty, and more on demand. */
export const ListCard = <T extends object>(
  props: {
    query: Query<T>;
    failed: string;
    empty: string;
    emptyAction?: ReactNode;
    title?: ReactNode;
    note?: ReactNode;
    extra?: ReactNode;
  } & Pick<TableProps<T>, 'columns' | 'rowKey' | 'onRow' | 'rowClassName' | 'rowSelection'>,
) => {
  const { query, failed, empty, emptyAction, title, note, extra, ...table } = props;
  const { t } = useTranslation('app');
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list, '.ant-table-row');
  if (query.error && !query.data) return <CallProblem error={query.error} what={failed} retry={query.refetch} />;
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={title} note={note} extra={extra}>
      {items.length === 0 && !query.isPending ? (
        <Empty text={empty} action={emptyAction} />
      ) : (
        <div ref={list}>
          <Table<T>
            {...table}
            size="small"
            dataSource={items}
            loading={query.isPending}
            pagination={false}
            sticky={{ offsetHeader: 44 }}
            scroll={{ x: 'max-content' }}
          />
        </div>
      )}
      {query.hasNextPage && (
        <div className="list-foot">
          <Button onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t('more')}
          </Button>
        </div>
      )}
    </Card>
  );
};
