import { Switch } from 'antd';
import type { WidgetProps } from '../form-context';

export const BooleanWidget = ({ id, schema, value, onChange, describedBy }: WidgetProps) => (
  <Switch
    id={id}
    size="small"
    checked={typeof value === 'boolean' ? value : schema.default === true}
    aria-describedby={describedBy}
    onChange={(now) => onChange(now)}
  />
);
