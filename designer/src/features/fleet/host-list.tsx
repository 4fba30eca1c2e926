import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { type FleetAddress, isSelector, type Tab } from './address';
import { HostDetail } from './detail/host-detail';
import { StorageDetail } from './detail/storage-detail';
import { ListHead } from './list-head';
import { type Column, shownColumns } from './table/column';
import { ColumnChooser, columnChoice } from './table/column-chooser';
import { FleetTable } from './table/fleet-table';
import { useHostColumns } from './table/host-columns';
import { useStorageColumns } from './table/storage-columns';
import { type RowOf, useFleetRows } from './table/use-fleet-rows';
import { useLeases } from './use-leases';
import { useRowKeys } from './use-row-keys';

type Props<K extends Tab> = {
  tab: K;
  address: FleetAddress;
  onChange: (part: Partial<FleetAddress>) => void;
  summary: Schema<'FleetSummary'> | undefined;
};

/** Hosts or storages, and what is open of them. */
export const HostList = ({ tab, ...props }: Props<'hosts' | 'storages'>) =>
  tab === 'hosts' ? <Hosts tab={tab} {...props} /> : <Storages tab={tab} {...props} />;

const useOpen = (onChange: (part: Partial<FleetAddress>) => void) => {
  const open = useCallback((id: string) => onChange({ open: id }), [onChange]);
  return { open, close: () => onChange({ open: undefined }) };
};

const Hosts = (props: Props<'hosts'>) => {
  const { address, onChange } = props;
  const { open, close } = useOpen(onChange);
  const leases = useLeases();
  const showVms = (host: string): void => onChange({ tab: 'vms', search: `host == '${host}'`, sort: undefined, open: undefined });
  return (
    <List {...props} columns={useHostColumns(open)}>
      {address.open && <HostDetail id={address.open} lease={leases.get(address.open)} onVms={showVms} onClose={close} />}
    </List>
  );
};

const Storages = (props: Props<'storages'>) => {
  const { address, onChange } = props;
  const { open, close } = useOpen(onChange);
  return (
    <List {...props} columns={useStorageColumns(open)}>
      {address.open && <StorageDetail id={address.open} onClose={close} />}
    </List>
  );
};

const List = <K extends 'hosts' | 'storages'>(props: Props<K> & { columns: Column<RowOf[K]>[]; children: ReactNode }) => {
  const { tab, address, onChange, summary, columns, children } = props;
  const { t } = useTranslation('fleet');
  const { rows, window } = useFleetRows(tab, address.search, address.sort);
  const shown = shownColumns(columns, columnChoice[tab].use());
  const [current, setCurrent] = useState(-1);
  const lines = useRef(rows.lines);
  lines.current = rows.lines;
  useRowKeys({
    move: (by) => setCurrent((line) => Math.min(lines.current.length - 1, Math.max(0, line + by))),
    open: () => rows.lines[current]?.row && onChange({ open: rows.lines[current].row.id }),
  });
  return (
    <div className="fleet">
      <div className="fleet-main">
        <ListHead
          address={address}
          rows={rows}
          summary={summary}
          onChange={onChange}
          onRelease={() => window?.release()}
          onRetry={() => window?.refresh(true)}
          columns={<ColumnChooser tab={tab} columns={columns} />}
        />
        <FleetTable
          lines={rows.lines}
          window={window}
          columns={shown}
          sort={address.sort}
          onSort={(sort) => onChange({ sort })}
          current={current}
          openId={address.open}
          isPending={rows.isPending}
          empty={isSelector(address.search) && rows.unknown > 0 ? t('emptyUnknown', { count: rows.unknown }) : t('empty')}
          onRow={({ row, index }) => {
            setCurrent(index);
            if (row) onChange({ open: row.id });
          }}
        />
      </div>
      {children}
    </div>
  );
};
