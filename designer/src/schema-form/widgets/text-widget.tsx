import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { WidgetProps } from '../form-context';
import { formatOf } from '../schema';
import { asText, placeholderOf } from '../values';

const inputTypes: Record<string, 'email' | 'url'> = { email: 'email', uri: 'url' };

export const TextWidget = ({ id, schema, value, onChange, describedBy, invalid }: WidgetProps) => {
  const { t } = useTranslation('schema-form');
  const format = formatOf(schema);
  return (
    <Input
      id={id}
      // Not type="email": a browser would refuse `${ … }`, and several addresses.
      inputMode={format === undefined ? undefined : inputTypes[format]}
      value={asText(value)}
      placeholder={placeholderOf(schema, t)}
      maxLength={schema.maxLength}
      status={invalid ? 'error' : undefined}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  );
};

export const MultilineWidget = ({ id, schema, value, onChange, describedBy, invalid }: WidgetProps) => {
  const { t } = useTranslation('schema-form');
  return (
    <Input.TextArea
      id={id}
      autoSize={{ minRows: 3, maxRows: 14 }}
      value={asText(value)}
      placeholder={placeholderOf(schema, t)}
      maxLength={schema.maxLength}
      status={invalid ? 'error' : undefined}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  );
};
