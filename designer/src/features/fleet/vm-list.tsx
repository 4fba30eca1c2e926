import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { useIsPhone } from '@/theme/media';
import { ActionButtons } from './actions/action-buttons';
import { ActionDialog } from './actions/action-dialog';
import { ActionProgress, type Started } from './actions/action-progress';
import type { ActionName } from './actions/actions';
import type { FleetAddress } from './address';
import { VmDetail } from './detail/vm-detail';
import { ListHead } from './list-head';
import { shownColumns } from './table/column';
import { ColumnChooser, columnChoice } from './table/column-chooser';
import { FleetTable } from './table/fleet-table';
import { useFleetRows } from './table/use-fleet-rows';
import { useSelection } from './table/use-selection';
import { useVmColumns } from './table/vm-columns';
import { useLeases } from './use-leases';
import { useRowKeys } from './use-row-keys';

type Vm = Schema<'VmRow'>;
type Props = { address: FleetAddress; onChange: (part: Partial<FleetAddress>) => void; summary: Schema<'FleetSummary'> | undefined };

/** What fits on a phone; the rest is in the pane. */
const phoneColumns: ReadonlySet<string> = new Set(['name', 'cpu', 'memory', 'held']);

/** All VMs with what can be done to them. */
export const VmList = ({ address, onChange, summary }: Props) => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const { rows, window, readAll } = useFleetRows('vms', address.search, address.sort);
  const leases = useLeases();
  const [current, setCurrent] = useState(-1);
  const lines = useRef(rows.lines);
  lines.current = rows.lines;
  const open = useCallback(
    (id: string | undefined) => {
      if (id) setCurrent(lines.current.findIndex(({ row }) => row?.id === id));
      onChange({ open: id });
    },
    [onChange],
  );
  const columns = useVmColumns(leases, open);
  const isPhone = useIsPhone();
  const choice = columnChoice.vms.use();
  const shown = isPhone ? columns.filter(({ key }) => phoneColumns.has(key)) : shownColumns(columns, choice);
  const selection = useSelection(rows.lines, window, readAll);
  const [acting, setActing] = useState<{ name: ActionName; vms: readonly Vm[] }>();
  const [started, setStarted] = useState<Started>();
  const observed = useMemo(() => new Set(summary?.connections.filter(({ mode }) => mode === 'observe').map(({ id }) => id)), [summary]);
  const chosen = [...selection.chosen.values()];
  useRowKeys({
    move: (by) => setCurrent((line) => Math.min(rows.lines.length - 1, Math.max(0, line + by))),
    open: () => rows.lines[current]?.row && open(rows.lines[current].row.id),
    choose: () => rows.lines[current] && void selection.choose(rows.lines[current], false),
  });
  const opened = rows.lines.find(({ row }) => row?.id === address.open)?.row;
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
          columns={<ColumnChooser tab="vms" columns={columns} />}
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
          empty={rows.unknown > 0 ? t('emptyUnknown', { count: rows.unknown }) : t('empty')}
          choice={selection.choice}
          onRow={(line, event) => {
            if (!line.row) return;
            if (event.shiftKey || event.ctrlKey || event.metaKey) {
              setCurrent(line.index);
              void selection.choose(line, event.shiftKey);
            } else open(line.row.id);
          }}
        />
        {started && <ActionProgress started={started} onDismiss={() => setStarted(undefined)} />}
        {chosen.length > 0 && (
          <section className="action-bar" aria-label={t('selected.label')}>
            <strong>{t('selected.count', { count: chosen.length, selected: format.number(chosen.length) })}</strong>
            <span className="quiet">{t('selected.of', { found: format.number(rows.lines.length) })}</span>
            <button type="button" className="link" onClick={selection.clear}>
              {t('selected.clear')}
            </button>
            <span className="action-buttons">
              <ActionButtons onAct={(name) => setActing({ name, vms: chosen })} />
            </span>
          </section>
        )}
      </div>
      {address.open && (
        <VmDetail
          id={address.open}
          lease={leases.get(address.open)}
          connection={summary?.connections.find(({ id }) => id === opened?.connection)}
          actions={(vm) => <ActionButtons few onAct={(name) => setActing({ name, vms: [vm] })} />}
          onClose={() => open(undefined)}
        />
      )}
      {acting && (
        <ActionDialog
          {...acting}
          observed={observed}
          onClose={() => setActing(undefined)}
          onStarted={(run, name, count) => {
            setActing(undefined);
            setStarted({ run: run.id, name, count });
          }}
        />
      )}
    </div>
  );
};
