import { Button, Select } from 'antd';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { appended, type Json } from '@/json/pointer';
import type { WidgetProps } from '../form-context';
import { type JsonSchema, kindOf } from '../schema';
import { asText, placeholderOf, scalarOf } from '../values';
import { Widget } from '../widget';
import { AnyWidget } from './any-widget';
import { TextWidget } from './text-widget';

/** Texts and numbers as tags; what has a shape or a format of its own as rows. */
export const ListWidget = (props: WidgetProps) => {
  const { schema, value } = props;
  const items = schema.items;
  const kind = items === undefined || Object.keys(items).length === 0 ? undefined : kindOf(items);
  // What is no list (an expression, where expressions cannot be edited) is shown as it is.
  if (value !== undefined && value !== null && !Array.isArray(value)) return <TextWidget {...props} />;
  if (kind === undefined && Array.isArray(value) && value.some((one) => typeof one === 'object')) return <AnyWidget {...props} />;
  const free = kind === undefined || kind === 'text' || kind === 'number' || kind === 'choice';
  return free ? <Tags {...props} kind={kind} /> : <Rows {...props} items={items ?? {}} />;
};

const Tags = ({ id, schema, value, onChange, label, invalid, kind }: WidgetProps & { kind: string | undefined }) => {
  const { t } = useTranslation('schema-form');
  const read = (text: string): Json => (kind === 'text' || kind === 'choice' ? text : scalarOf(text));
  return (
    <Select
      id={id}
      aria-label={label}
      className="field-wide"
      mode={kind === 'choice' ? 'multiple' : 'tags'}
      options={schema.items?.enum?.map((one) => ({ value: asText(one), label: schema.items?.enumTitles?.[asText(one)] ?? asText(one) }))}
      open={kind === 'choice' ? undefined : false}
      suffixIcon={kind === 'choice' ? undefined : null}
      tokenSeparators={[',', '，', '\n']}
      value={Array.isArray(value) ? value.map(asText) : []}
      placeholder={placeholderOf(schema, t) ?? t('tagsExample')}
      status={invalid ? 'error' : undefined}
      onChange={(texts: string[]) => onChange(texts.length === 0 ? undefined : texts.map(read))}
    />
  );
};

const Rows = ({ value, onChange, path, label, invalid, items }: WidgetProps & { items: JsonSchema }) => {
  const { t } = useTranslation('schema-form');
  const list = Array.isArray(value) ? value : [];
  const set = (index: number, now: Json | undefined) => onChange(list.map((one, at) => (at === index ? (now ?? null) : one)));
  const drop = (index: number) => onChange(list.length === 1 ? undefined : list.filter((_, at) => at !== index));
  return (
    <fieldset className="field-rows" aria-label={label}>
      {list.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is the only identity that an element of a list has
        <div className="field-row" key={index}>
          <div className="field-row-value">
            <Widget
              id={`${path}-${index}`}
              schema={items}
              value={one ?? undefined}
              onChange={(now) => set(index, now)}
              path={appended(path, index)}
              label={t('element', { label, number: index + 1 })}
              describedBy={undefined}
              invalid={invalid}
            />
          </div>
          <Button
            type="text"
            size="small"
            icon={<Trash2 size={14} />}
            aria-label={t('removeElement', { label, number: index + 1 })}
            onClick={() => drop(index)}
          />
        </div>
      ))}
      <Button size="small" icon={<Plus size={12} />} onClick={() => onChange([...list, kindOf(items) === 'object' ? {} : ''])}>
        {t('add')}
      </Button>
    </fieldset>
  );
};
