import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { parseDocument, stringify } from 'yaml';
import type { Json } from '@/json/pointer';
import type { WidgetProps } from '../form-context';
import { type Reading, useDraft } from '../use-draft';
import { placeholderOf } from '../values';

/** A value of any shape, written as YAML: plain text is a text, `5` a number, `[a, b]` a list, `{ a: 1 }` an object. */
export const AnyWidget = ({ id, schema, value, onChange, describedBy, invalid }: WidgetProps) => {
  const { t } = useTranslation('schema-form');
  const field = useDraft(value, showAny, readAny, onChange);
  return (
    <>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 1, maxRows: 12 }}
        value={field.text}
        placeholder={placeholderOf(schema, t) ?? t('anyExample')}
        status={invalid || field.unreadable ? 'error' : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid || field.unreadable || undefined}
        onChange={(event) => field.change(event.target.value)}
        onBlur={field.leave}
      />
      {field.unreadable && <p className="field-wrong">{t('wrong.yaml')}</p>}
    </>
  );
};

const showAny = (value: Json | undefined): string =>
  value === undefined ? '' : stringify(value, { lineWidth: 0, collectionStyle: isFlat(value) ? 'flow' : 'any' }).trimEnd();

const readAny = (text: string): Reading<Json | undefined> => {
  if (text.trim() === '') return { value: undefined };
  const document = parseDocument(text);
  return document.errors.length > 0 ? 'unreadable' : { value: document.toJS() as Json };
};

const isFlat = (value: Json): boolean => Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null);
