import { Table, type TableProps, type TableRef } from 'antd';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Column } from './column';
import type { Line, RowWindow } from './row-window';

type Row = { id: string; name: string; stale: boolean };

type Props<T extends Row> = {
  lines: readonly Line<T>[];
  window: RowWindow<T> | undefined;
  columns: readonly Column<T>[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  /** The line that the keyboard is at. */
  current: number;
  openId: string | undefined;
  isPending: boolean;
  empty: string;
  onRow: (line: Line<T>, event: React.MouseEvent) => void;
  /** The first column, where rows can be chosen. */
  choice?: { head: ReactNode; of: (line: Line<T>) => ReactNode; isChosen: (id: string) => boolean };
};

const headHeight = 30;
const choiceWidth = 36;

/** A table of any length: only the lines on the screen are there, and only those are read. */
export const FleetTable = <T extends Row>(props: Props<T>) => {
  const { lines, window, columns, sort, onSort, current, openId, isPending, empty, onRow, choice } = props;
  const frame = useRef<HTMLDivElement>(null);
  const table = useRef<TableRef>(null);
  const { width, height } = useSize(frame);
  useEffect(() => {
    if (current >= 0 && lines[current]) scrollTo(table.current, lines[current].key, frame.current);
  }, [current, lines]);

  const widths = useMemo(() => spread(columns, width - (choice ? choiceWidth : 0)), [columns, width, choice]);
  const antd: NonNullable<TableProps<Line<T>>['columns']> = columns.map((column, at) => ({
    key: column.sort ?? column.key,
    title: column.title,
    width: widths[at] ?? column.width,
    ...(column.isRight ? { align: 'right' as const, className: 'fleet-right' } : {}),
    ...(column.sort ? { sorter: true, sortOrder: orderOf(sort, column.sort) } : {}),
    render: (_: unknown, line: Line<T>) => (
      <>
        {at === 0 && <Seen index={line.index} window={window} />}
        {line.row ? cell(column.render(line.row)) : at === 0 && <span className="fleet-missing" />}
      </>
    ),
  }));
  if (choice) antd.unshift({ key: 'choice', title: choice.head, width: choiceWidth, render: (_, line) => choice.of(line) });

  const total = widths.reduce((sum, one) => sum + one, choice ? choiceWidth : 0);
  return (
    <div className="fleet-table" ref={frame} onPointerEnter={() => window?.freeze(true)} onPointerLeave={() => window?.freeze(false)}>
      {height > 0 && (
        <Table<Line<T>>
          ref={table}
          virtual
          size="small"
          showSorterTooltip={false}
          columns={antd}
          dataSource={lines as Line<T>[]}
          rowKey="key"
          loading={isPending}
          pagination={false}
          scroll={{ x: total, y: Math.max(120, height - headHeight) }}
          locale={{ emptyText: isPending ? ' ' : empty }}
          rowClassName={(line) =>
            [
              line.row?.stale && 'fleet-stale',
              line.index === current && 'fleet-current',
              line.row && (line.row.id === openId || choice?.isChosen(line.row.id)) && 'fleet-chosen',
            ]
              .filter(Boolean)
              .join(' ')
          }
          onRow={(line) => ({ onClick: (event) => onRow(line, event) })}
          onChange={(_, __, sorter) => {
            const one = Array.isArray(sorter) ? sorter[0] : sorter;
            onSort(one?.order ? `${one.order === 'descend' ? '-' : ''}${String(one.columnKey)}` : undefined);
          }}
        />
      )}
    </div>
  );
};

/** Text that does not fit shows whole on hover. */
const cell = (content: ReactNode): ReactNode =>
  typeof content === 'string' ? (
    <span className="fleet-text" title={content}>
      {content}
    </span>
  ) : (
    content
  );

/** Tells the window of rows that this line is on the screen. */
const Seen = <T extends { id: string }>({ index, window }: { index: number; window: RowWindow<T> | undefined }) => {
  useEffect(() => window?.show(index), [index, window]);
  return null;
};

const orderOf = (sort: string | undefined, column: string) => (sort === column ? 'ascend' : sort === `-${column}` ? 'descend' : null);

/** Shares what room is left among the columns that grow. */
const spread = <T,>(columns: readonly Column<T>[], width: number): number[] => {
  const least = columns.reduce((sum, column) => sum + column.width, 0);
  const growing = columns.filter(({ grows }) => grows).length;
  const more = growing > 0 ? Math.max(0, Math.floor((width - least - 2) / growing)) : 0;
  return columns.map((column) => column.width + (column.grows ? more : 0));
};

/** Scrolls no further than needed: a line that is seen stays where it is. */
const scrollTo = (table: TableRef | null, key: string, frame: HTMLElement | null): void => {
  const body = frame?.querySelector('.ant-table-tbody-virtual')?.getBoundingClientRect();
  const row = frame?.querySelector(`[data-row-key="${CSS.escape(key)}"]`)?.getBoundingClientRect();
  if (body && row && row.top >= body.top && row.bottom <= body.bottom) return;
  table?.scrollTo({ key });
};

const useSize = (frame: { current: HTMLElement | null }) => {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry?.contentRect ?? { width: 0, height: 0 };
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
  return size;
};
