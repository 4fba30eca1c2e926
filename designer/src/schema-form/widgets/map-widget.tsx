import { Button, Input } from 'antd';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { appended, isObject, type Json } from '@/json/pointer';
import type { WidgetProps } from '../form-context';
import type { JsonSchema } from '../schema';
import { Widget } from '../widget';
import { TextWidget } from './text-widget';

/** Names with values: headers, the inputs of another workflow. */
export const MapWidget = (props: WidgetProps) => {
  const { schema, value, onChange, path, label } = props;
  const { t } = useTranslation('schema-form');
  const [added, setAdded] = useState(false);
  if (value !== undefined && value !== null && !isObject(value)) return <TextWidget {...props} />;
  const entries = Object.entries(isObject(value) ? value : {});
  const write = (now: [string, Json][]) => onChange(now.length === 0 ? undefined : Object.fromEntries(now));
  const valueSchema: JsonSchema = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  return (
    <fieldset className="field-rows" aria-label={label}>
      {entries.map(([name, one], index) => (
        <div className="field-row field-pair" key={name}>
          <NameField
            name={name}
            label={t('name', { label, number: index + 1 })}
            taken={(text) => text !== name && entries.some(([other]) => other === text)}
            onRename={(now) => write(entries.map((entry, at) => (at === index ? [now, one] : entry)))}
          />
          <div className="field-row-value">
            <Widget
              id={`${path}-${name}`}
              schema={valueSchema}
              value={one ?? undefined}
              onChange={(now) => write(entries.map((entry, at) => (at === index ? [name, now ?? ''] : entry)))}
              path={appended(path, name)}
              label={t('valueOf', { name })}
              describedBy={undefined}
              invalid={false}
            />
          </div>
          <Button
            type="text"
            size="small"
            icon={<Trash2 size={14} />}
            aria-label={t('removeNamed', { name })}
            onClick={() => write(entries.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {added && (
        <NameField
          name=""
          label={t('newName')}
          autoFocus
          taken={(text) => entries.some(([other]) => other === text)}
          onRename={(name) => {
            setAdded(false);
            if (name !== '') write([...entries, [name, '']]);
          }}
        />
      )}
      {!added && (
        <Button size="small" icon={<Plus size={12} />} onClick={() => setAdded(true)}>
          {t('add')}
        </Button>
      )}
    </fieldset>
  );
};

/** Takes effect when it is left: a name that is half typed would be another name. */
const NameField = (props: {
  name: string;
  label: string;
  taken: (text: string) => boolean;
  onRename: (name: string) => void;
  autoFocus?: boolean;
}) => {
  const { name, label, taken, onRename, autoFocus } = props;
  const { t } = useTranslation('schema-form');
  const [text, setText] = useState(name);
  const isTaken = taken(text.trim());
  const commit = () => {
    if (isTaken || (text.trim() === '' && name !== '')) return setText(name);
    if (text.trim() !== name || name === '') onRename(text.trim());
  };
  return (
    <Input
      className="field-name"
      aria-label={label}
      placeholder={t('newName')}
      value={text}
      autoFocus={autoFocus}
      status={isTaken ? 'error' : undefined}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onPressEnter={commit}
    />
  );
};
