import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '@/api/queries';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { spans } from './order';
import type { useFilters } from './use-filters';

const states = [
  'running',
  'waiting',
  'queued',
  'paused',
  'failing',
  'cancelling',
  'rolling-back',
  'failed',
  'completed',
  'cancelled',
  'rolled-back',
  'roll-back-incomplete',
];

export const FilterBar = ({ filters, isAny, set, clear }: ReturnType<typeof useFilters>) => {
  const { t } = useTranslation('runs');
  const workflows = useQuery(apiQuery('/api/v1/workflows', { query: { limit: 200 } }));
  return (
    <search className="runs-filters" aria-label={t('filter.label')}>
      <Select
        aria-label={t('filter.workflow')}
        value={filters.workflow ?? ''}
        onChange={(value) => set('workflow', value)}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: t('filter.allWorkflows') },
          ...(workflows.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name ?? id })),
        ]}
      />
      <Select
        aria-label={t('filter.status')}
        value={filters.status ?? ''}
        onChange={(value) => set('status', value)}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: t('filter.allStates') },
          ...states.map((status) => ({ value: status, label: <StateMark state={stateOf(status)} /> })),
        ]}
      />
      <Select
        aria-label={t('filter.since')}
        value={filters.since ?? ''}
        onChange={(value) => set('since', value)}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: t('filter.always') },
          ...(Object.keys(spans) as (keyof typeof spans)[]).map((span) => ({ value: span, label: t(`filter.${span}`) })),
        ]}
      />
      <TargetFilter value={filters.target} onChange={(value) => set('target', value)} />
      {isAny && (
        <Button type="text" onClick={clear}>
          {t('clear')}
        </Button>
      )}
    </search>
  );
};

/** A VM by what is typed of its name. */
const TargetFilter = ({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) => {
  const { t } = useTranslation('runs');
  const [typed, setTyped] = useState('');
  const found = useQuery({ ...apiQuery('/api/v1/fleet/vms', { query: { q: typed, limit: 20 } }), enabled: typed !== '' });
  const known = useQuery({ ...apiQuery('/api/v1/fleet/vms/{id}', { params: { id: value ?? '' } }), enabled: value !== null });
  const options = (found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      className="runs-target"
      aria-label={t('filter.target')}
      placeholder={t('filter.anyTarget')}
      value={value}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onChange={(id) => onChange(id ?? null)}
      popupMatchSelectWidth={false}
      options={
        value === null || options.some((option) => option.value === value)
          ? options
          : [{ value, label: known.data?.name ?? value }, ...options]
      }
    />
  );
};
