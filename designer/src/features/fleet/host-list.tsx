import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { type FleetAddress, isSelector, type Tab } from './address';
import { ListHead } from './list-head';
import { type Column, shownColumns } from './table/column';
import { ColumnChooser, columnChoice } from './table/column-chooser';
import { FleetTable } from './table/fleet-table';
import { useHostColumns } from './table/host-columns';
import { useStorageColumns } from './table/storage-columns';
import { type RowOf, useFleetRows } from './table/use-fleet-rows';

type Props<K extends Tab> = {
  tab: K;
  address: FleetAddress;
  onChange: (part: Partial<FleetAddress>) => void;
  summary: Schema<'FleetSummary'> | undefined;
};

/** Hosts or storages. A click on a host shows its VMs. */
export const HostList = ({ tab, ...props }: Props<'hosts' | 'storages'>) =>
  tab === 'hosts' ? <Hosts tab={tab} {...props} /> : <Storages tab={tab} {...props} />;

const Hosts = (props: Props<'hosts'>) => {
  const columns = useHostColumns();
  return (
    <List
      {...props}
      columns={columns}
      onOpen={(host) => props.onChange({ tab: 'vms', search: `host == '${host.name}'`, sort: undefined })}
    />
  );
};

const Storages = (props: Props<'storages'>) => <List {...props} columns={useStorageColumns()} />;

const List = <K extends 'hosts' | 'storages'>(props: Props<K> & { columns: Column<RowOf[K]>[]; onOpen?: (row: RowOf[K]) => void }) => {
  const { tab, address, onChange, summary, columns, onOpen } = props;
  const { t } = useTranslation('fleet');
  const { rows, window } = useFleetRows(tab, address.search, address.sort);
  const shown = shownColumns(columns, columnChoice[tab].use());
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
          current={-1}
          openId={undefined}
          isPending={rows.isPending}
          empty={isSelector(address.search) && rows.unknown > 0 ? t('emptyUnknown', { count: rows.unknown }) : t('empty')}
          onRow={({ row }) => row && onOpen?.(row)}
        />
      </div>
    </div>
  );
};
