import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '@/api/queries';
import type { WidgetProps } from '../form-context';
import { useSettled } from '../use-settled';
import { asText } from '../values';
import { SelectorWidget } from './selector-widget';

/** VMs by name, or by a condition. What an earlier step found comes by an expression. */
export const TargetsWidget = (props: WidgetProps) => {
  const { value, onChange, label } = props;
  const { t } = useTranslation('schema-form');
  const [chosen, setChosen] = useState<'names' | 'condition'>();
  const mode = chosen ?? (typeof value === 'string' ? 'condition' : 'names');
  return (
    <>
      <Segmented
        size="small"
        className="field-mode"
        aria-label={t('targets.how', { label })}
        options={[
          { value: 'names', label: t('targets.names') },
          { value: 'condition', label: t('targets.condition') },
        ]}
        value={mode}
        onChange={(now) => {
          setChosen(now as 'names' | 'condition');
          onChange(undefined);
        }}
      />
      {mode === 'names' ? <Names {...props} /> : <SelectorWidget {...props} />}
    </>
  );
};

const Names = ({ id, value, onChange, label, invalid }: WidgetProps) => {
  const { t } = useTranslation('schema-form');
  const [search, setSearch] = useState('');
  const q = useSettled(search);
  const { data, isPending } = useQuery(apiQuery('/api/v1/fleet/vms', { query: { q, limit: 50 } }));
  const seen = data?.items ?? [];
  // By name where that says which; else by id.
  const options = seen.map((vm) => ({
    value: seen.filter((other) => other.name === vm.name).length === 1 ? vm.name : vm.id,
    label: vm.name,
    note: vm.host ?? vm.connection,
  }));
  return (
    <Select
      id={id}
      aria-label={label}
      className="field-wide"
      mode="tags"
      filterOption={false}
      onSearch={setSearch}
      loading={isPending}
      tokenSeparators={[',', '，']}
      value={Array.isArray(value) ? value.map(asText) : []}
      options={options}
      optionRender={({ data: option }) => (
        <span className="picker-option">
          <span>{option.label}</span>
          <span className="picker-note">{(option as { note?: string }).note}</span>
        </span>
      )}
      placeholder={t('targets.search')}
      notFoundContent={t('nothingFound')}
      status={invalid ? 'error' : undefined}
      onChange={(now: string[]) => onChange(now.length === 0 ? undefined : now)}
    />
  );
};
