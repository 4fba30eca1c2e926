import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '@/layout/labelled';
import type { AuditFilters } from './filters';

/** What the list is narrowed to; the address keeps it, so that it can be sent to somebody. */
export const FilterBar = ({ filters, onChange }: { filters: AuditFilters; onChange: (changed: Partial<AuditFilters>) => void }) => {
  const { t } = useTranslation('audit');
  const isSet = Object.values(filters).some((value) => value !== '');
  return (
    <search className="audit-filters">
      {(['who', 'what', 'object'] as const).map((name) => (
        <Field
          key={name}
          label={t(name)}
          hint={t(`hint.${name}`)}
          value={filters[name]}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
      {(['since', 'until'] as const).map((name) => (
        <Labelled key={name} label={t(name)}>
          <Input type="datetime-local" value={filters[name]} onChange={(event) => onChange({ [name]: event.target.value })} />
        </Labelled>
      ))}
      <Button disabled={!isSet} onClick={() => onChange({ who: '', what: '', object: '', since: '', until: '' })}>
        {t('clear')}
      </Button>
    </search>
  );
};

/** Names are matched whole, so they are asked for when they are written to their end. */
const Field = (props: { label: string; hint: string; value: string; onChange: (value: string) => void }) => {
  const { label, hint, value, onChange } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const settle = (): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <Labelled label={label}>
      <Input
        value={text}
        placeholder={hint}
        allowClear
        onChange={(event) => {
          setText(event.target.value);
          if (event.target.value === '') onChange('');
        }}
        onBlur={settle}
        onPressEnter={settle}
      />
    </Labelled>
  );
};
