import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '@/api/queries';
import { isObject, type JsonObject } from '@/json/pointer';
import type { ExpressionEditor, FormProblem } from '@/schema-form/form-context';
import { schemaOfInputs } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { translated } from '@/shipped/said';
import { useSaid } from '@/shipped/use-said';

type Props = {
  workflow: string;
  value: JsonObject;
  onChange: (inputs: JsonObject) => void;
  problems: readonly FormProblem[];
  /** What the expressions may read. */
  names: readonly string[];
};

/** The inputs that the workflow is started with: values, or expressions over what made the trigger fire. */
export const InputsField = ({ workflow, value, onChange, problems, names }: Props) => {
  const { t } = useTranslation('trigger');
  const said = useSaid();
  const choices = useCallback(() => ({ choice: (value: string) => said(value, value) }), [said]);
  const { data } = useQuery(apiQuery('/api/v1/workflows/{id}', { params: { id: workflow } }));
  const schema = useMemo(() => {
    const definition = data?.definition ?? data?.draft;
    return schemaOfInputs(isObject(definition) ? translated(definition, said).inputs : undefined);
  }, [data, said]);
  if (Object.keys(schema.properties ?? {}).length === 0) return null;
  return (
    <fieldset className="trigger-inputs">
      <legend>{t('inputs')}</legend>
      <p className="pane-help">{t('inputsHelp', { names: names.join(', ') })}</p>
      <SchemaForm
        schema={{ ...schema, required: [] }}
        value={value}
        onChange={onChange}
        path="/inputs"
        problems={problems}
        ExpressionEditor={PlainExpression}
        inputs={value}
        texts={choices}
      />
    </fieldset>
  );
};

const PlainExpression: ExpressionEditor = ({ id, value, onChange, label, autoFocus }) => (
  <Input
    id={id}
    aria-label={label}
    className="trigger-expression"
    value={value}
    autoFocus={autoFocus}
    onChange={(event) => onChange(event.target.value)}
  />
);
