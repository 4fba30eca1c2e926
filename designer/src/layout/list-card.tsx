import { Button, Table, type TableProps } from 'antd';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CallProblem } from '@/problem/call-problem';
import { HeldRows } from './held-rows';
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
    rowKey: keyof T & string;
    /** Of a live list: what it answers, its filters. Its rows stay in place while they are pointed at. */
    question?: string;
  } & Pick<TableProps<T>, 'columns' | 'onRow' | 'rowClassName' | 'rowSelection'>,
) => {
  const { query, failed, empty, emptyAction, title, note, extra, question, ...table } = props;
  const { t } = useTranslation('app');
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list, '.ant-table-row');
  if (query.error && !query.data) return <CallProblem error={query.error} what={failed} retry={query.refetch} />;
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const tableOf = (shown: readonly T[]) => (
    <Table<T>
      {...table}
      size="small"
      dataSource={shown}
      loading={query.isPending}
      pagination={false}
      sticky={{ offsetHeader: 44 }}
      scroll={{ x: 'max-content' }}
    />
  );
  return (
    <Card title={title} note={note} extra={extra}>
      {items.length === 0 && !query.isPending ? (
        <Empty text={empty} action={emptyAction} />
      ) : (
        <div ref={list}>
          {question === undefined ? (
            tableOf(items)
          ) : (
            <HeldRows rows={items} keyOf={(row) => row[props.rowKey]} question={question}>
              {tableOf}
            </HeldRows>
          )}
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
