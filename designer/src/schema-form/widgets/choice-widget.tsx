import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/json/pointer';
import type { WidgetProps } from '../form-context';
import { asText } from '../values';

/** A few short ones side by side, more as a list. */
export const ChoiceWidget = ({ id, schema, value, onChange, label, describedBy, invalid }: WidgetProps) => {
  const { t } = useTranslation('schema-form');
  const wordOf = (one: Json | undefined): string => schema.enumTitles?.[asText(one)] ?? asText(one);
  const isDefaultKnown = asText(schema.default) !== '';
  const options = (schema.enum ?? []).filter((one) => one !== null).map((one) => ({ value: asText(one), label: wordOf(one) }));
  const choose = (text: string | undefined) => onChange((schema.enum ?? []).find((one) => asText(one) === text));
  const known = value === undefined || options.some((option) => option.value === asText(value));
  const few = options.length <= 3 && options.every((option) => option.label.length <= 12);
  if (few && known && schema.default !== undefined)
    return (
      <Segmented
        id={id}
        aria-label={label}
        options={options}
        value={asText(value ?? schema.default)}
        onChange={choose}
        aria-describedby={describedBy}
      />
    );
  return (
    <Select
      id={id}
      aria-label={label}
      className="field-wide"
      options={options}
      value={value === undefined ? undefined : asText(value)}
      placeholder={isDefaultKnown ? t('default', { value: wordOf(schema.default) }) : t('choose')}
      allowClear
      status={invalid || !known ? 'error' : undefined}
      onChange={choose}
    />
  );
};
