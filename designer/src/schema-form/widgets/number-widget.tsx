import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { WidgetProps } from '../form-context';
import { typeOf } from '../schema';
import { type Reading, useDraft } from '../use-draft';
import { boundsOf, placeholderOf } from '../values';

export const NumberWidget = ({ id, schema, value, onChange, describedBy, invalid }: WidgetProps) => {
  const { t } = useTranslation('schema-form');
  const whole = typeOf(schema) === 'integer';
  const field = useDraft(
    value,
    (now) => (now === undefined || now === null ? '' : String(now)),
    (text) => read(text, whole),
    onChange,
  );
  const { min, max } = boundsOf(schema);
  const outside = typeof value === 'number' && ((min !== undefined && value < min) || (max !== undefined && value > max));
  return (
    <>
      <Input
        id={id}
        inputMode={whole ? 'numeric' : 'decimal'}
        value={field.text}
        placeholder={placeholderOf(schema, t)}
        status={invalid || field.unreadable || outside ? 'error' : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid || field.unreadable || outside || undefined}
        suffix={min !== undefined && max !== undefined ? <span className="field-range">{t('range', { min, max })}</span> : undefined}
        onChange={(event) => field.change(event.target.value)}
        onBlur={field.leave}
      />
      {field.unreadable && <p className="field-wrong">{t(whole ? 'wrong.integer' : 'wrong.number')}</p>}
      {!field.unreadable && outside && <p className="field-wrong">{t('wrong.range', { min: min ?? '−∞', max: max ?? '∞' })}</p>}
    </>
  );
};

const read = (text: string, whole: boolean): Reading<number | undefined> => {
  if (text.trim() === '') return { value: undefined };
  const percent = /^(-?\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  const value = percent && !whole ? Number(percent[1]) / 100 : Number(text);
  return Number.isFinite(value) && (!whole || Number.isInteger(value)) ? { value } : 'unreadable';
};
