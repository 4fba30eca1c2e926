import { Segmented } from 'antd';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { ApiProblem } from '@/api/problem';
import { useFormat } from '@/format/use-format';
import { CallProblem } from '@/problem/call-problem';
import type { FleetAddress, Tab } from './address';
import { SearchField } from './search/search-field';
import { StaleConnections } from './stale-connections';
import type { Rows } from './table/row-window';

/** What stands above each of the tables: search, counts, what is stale, what is held back. */
export const ListHead = (props: {
  address: FleetAddress;
  rows: Rows<unknown>;
  summary: Schema<'FleetSummary'> | undefined;
  onChange: (part: Partial<FleetAddress>) => void;
  onRelease: () => void;
  onRetry: () => void;
  columns: ReactNode;
}) => {
  const { address, rows, summary, onChange, onRelease, onRetry, columns } = props;
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const onSearch = useCallback((search: string) => onChange({ search }), [onChange]);
  const wrong = wrongSelector(rows.error);
  return (
    <>
      <div className="fleet-bar">
        <SearchField key={address.tab} tab={address.tab} value={address.search} onSearch={onSearch} {...(wrong ? { error: wrong } : {})} />
      </div>
      <div className="fleet-counts">
        <strong>{countText(t, format.number, address, rows, summary)}</strong>
        {rows.unknown > 0 && <span className="quiet">{t('unknown', { count: rows.unknown, unknown: format.number(rows.unknown) })}</span>}
        {rows.held > 0 && (
          <button type="button" className="fleet-new" onClick={onRelease}>
            {t('held', { count: rows.held })}
          </button>
        )}
        <span className="fleet-counts-end">
          <Segmented<Tab>
            aria-label={t('tabs.label')}
            value={address.tab}
            onChange={(tab) => onChange({ tab, search: '', sort: undefined, open: undefined })}
            options={(['vms', 'hosts', 'storages'] as const).map((tab) => ({ value: tab, label: t(`tabs.${tab}`) }))}
          />
          {columns}
        </span>
      </div>
      <StaleConnections connections={summary?.connections ?? []} />
      {rows.error !== undefined && !wrong && (
        <div className="fleet-problem">
          <CallProblem error={rows.error} what={t('failed')} retry={onRetry} />
        </div>
      )}
    </>
  );
};

/** What the server says of a selector, and where: it stands at the field, not as a failure of the page. */
const wrongSelector = (error: unknown): { message: string; position: number } | undefined =>
  error instanceof ApiProblem && error.code === 'selector.invalid'
    ? { message: error.errors[0]?.message ?? error.detail, position: Number(error.more.position ?? 0) }
    : undefined;

const countText = (
  t: ReturnType<typeof useTranslation<'fleet'>>['t'],
  number: (value: number) => string,
  { tab, search }: FleetAddress,
  rows: Rows<unknown>,
  summary: Schema<'FleetSummary'> | undefined,
): string => {
  if (rows.isPending) return t('loading');
  const all = summary?.[tab].total;
  const found = number(rows.lines.length);
  return search === '' || all === undefined
    ? t(`found.${tab}`, { count: rows.lines.length, found })
    : t(`foundOf.${tab}`, { count: all, found, all: number(all) });
};
