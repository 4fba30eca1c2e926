import type { WidgetProps } from '../form-context';
import { Fields } from '../schema-form';

export const ObjectWidget = ({ schema, value, onChange, path, label }: WidgetProps) => (
  <fieldset className="field-object" aria-label={label}>
    <Fields schema={schema} value={value} onChange={onChange} path={path} />
  </fieldset>
);
