import { Input } from 'antd';
import type { WidgetProps } from '../form-context';
import { asText } from '../values';

/** In the user's zone; held in UTC. */
export const DateTimeWidget = ({ id, value, onChange, describedBy, invalid }: WidgetProps) => (
  <Input
    id={id}
    type="datetime-local"
    step={1}
    value={localOf(asText(value))}
    status={invalid ? 'error' : undefined}
    aria-describedby={describedBy}
    onChange={(event) => onChange(utcOf(event.target.value))}
  />
);

const localOf = (text: string): string => {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
};

const utcOf = (local: string): string | undefined => {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString().replace('.000Z', 'Z');
};
