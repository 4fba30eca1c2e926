import { Segmented, Select } from 'antd';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { type Part, type Period, parts, periods, type useFilters } from './use-filters';

const pause = 300;

/** What the list is narrowed to: words, what alerts led to, and since when. */
export const FilterBar = ({ filters, counts }: { filters: ReturnType<typeof useFilters>; counts: Schema<'AlertCounts'> | undefined }) => {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  return (
    <search className="alerts-bar" aria-label={t('filter.label')}>
      <Words value={filters.search} onChange={filters.onSearch} />
      <Segmented<Part>
        aria-label={t('filter.led')}
        value={filters.part}
        onChange={filters.onPart}
        options={parts.map((part) => ({
          value: part,
          label: counts ? t(`part.${part}Count`, { number: format.number(counts[part]) }) : t(`part.${part}`),
        }))}
      />
      <Select<Period>
        aria-label={t('filter.period')}
        value={filters.period}
        onChange={filters.onPeriod}
        popupMatchSelectWidth={false}
        options={(Object.keys(periods) as Period[]).map((value) => ({ value, label: t(`period.${value}`) }))}
      />
    </search>
  );
};

/** Asked for when the typing rests. `/` goes there. */
const Words = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => {
  const { t } = useTranslation('alerts');
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const settle = useRef(onChange);
  settle.current = onChange;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => settle.current(text.trim()), pause);
    return () => clearTimeout(timer);
  }, [text, value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || target?.closest('input, textarea, select, dialog, [contenteditable]'))
        return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <label className="alerts-search">
      <Search size={14} aria-hidden />
      <input
        ref={field}
        type="search"
        aria-label={t('filter.words')}
        placeholder={t('filter.hint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <kbd aria-hidden>/</kbd>
    </label>
  );
};
