import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '@/api/queries';
import { usePlatformName } from '@/marks/platform-name';
import { useSaid } from '@/shipped/use-said';
import type { WidgetProps } from '../form-context';
import { useSettled } from '../use-settled';
import { asText, placeholderOf } from '../values';

type Option = { value: string; label: string; note?: string };

/** One of what the server knows by name. What it does not know stays and is marked, because it may be known elsewhere. */
const Picker = (props: WidgetProps & { options: Option[]; loading: boolean; onSearch?: (text: string) => void }) => {
  const { id, schema, value, onChange, label, invalid, options, loading, onSearch } = props;
  const { t } = useTranslation('schema-form');
  const text = asText(value);
  const missing = text !== '' && !loading && !options.some((option) => option.value === text) && onSearch === undefined;
  return (
    <Select
      id={id}
      aria-label={label}
      className="field-wide"
      showSearch={onSearch ? { filterOption: false, onSearch } : { optionFilterProp: 'label' }}
      allowClear
      loading={loading}
      value={text === '' ? undefined : text}
      options={options.map((option) => ({ ...option, title: option.note }))}
      optionRender={({ data }) => (
        <span className="picker-option">
          <span>{data.label}</span>
          {data.note && <span className="picker-note">{data.note}</span>}
        </span>
      )}
      placeholder={placeholderOf(schema, t) ?? t('choose')}
      status={invalid ? 'error' : missing ? 'warning' : undefined}
      notFoundContent={t('nothingFound')}
      onChange={(now: string | undefined) => onChange(now)}
    />
  );
};

export const ConnectionWidget = (props: WidgetProps) => {
  const platformName = usePlatformName();
  const { data, isPending } = useQuery(apiQuery('/api/v1/connections', {}));
  const options = data?.items.map((one) => ({ value: one.id, label: one.name || one.id, note: platformName(one.platform) })) ?? [];
  return <Picker {...props} options={options} loading={isPending} />;
};

export const SecretWidget = (props: WidgetProps) => {
  const { data, isPending } = useQuery({ ...apiQuery('/api/v1/secrets', {}), retry: false });
  return <Picker {...props} options={data?.items.map(({ name }) => ({ value: name, label: name })) ?? []} loading={isPending} />;
};

export const CalendarWidget = (props: WidgetProps) => {
  const { data, isPending } = useQuery(apiQuery('/api/v1/calendars', {}));
  const options = data?.items.map((one) => ({ value: one.id, label: one.name || one.id, note: one.id })) ?? [];
  return <Picker {...props} options={options} loading={isPending} />;
};

/** The IANA zones that this browser knows; the server may know others. */
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => ({ value: zone, label: zone }));

export const TimeZoneWidget = (props: WidgetProps) => {
  const value = asText(props.value);
  const options = value === '' || zones.some((zone) => zone.value === value) ? zones : [...zones, { value, label: value }];
  return <Picker {...props} options={options} loading={false} />;
};

export const WorkflowWidget = (props: WidgetProps) => {
  const said = useSaid();
  const { data, isPending } = useQuery(apiQuery('/api/v1/workflows', { query: { limit: 500 } }));
  const options = data?.items.map((one) => ({ value: one.id, label: said(one.name) ?? one.id, note: one.id })) ?? [];
  return <Picker {...props} options={options} loading={isPending} />;
};

export const VmWidget = (props: WidgetProps) => {
  const [search, setSearch] = useState('');
  const q = useSettled(search);
  const { data, isPending } = useQuery(apiQuery('/api/v1/fleet/vms', { query: { q, limit: 50 } }));
  const options = data?.items.map((vm) => ({ value: vm.name, label: vm.name, note: vm.host ?? vm.connection })) ?? [];
  return <Picker {...props} options={options} loading={isPending} onSearch={setSearch} />;
};

export const HostWidget = (props: WidgetProps) => {
  const [search, setSearch] = useState('');
  const q = useSettled(search);
  const { data, isPending } = useQuery(apiQuery('/api/v1/fleet/hosts', { query: { q, limit: 50 } }));
  const options = data?.items.map((host) => ({ value: host.name, label: host.name, note: host.cluster ?? host.connection })) ?? [];
  return <Picker {...props} options={options} loading={isPending} onSearch={setSearch} />;
};
