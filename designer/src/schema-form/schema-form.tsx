import { useMemo } from 'react';
import { appended, isObject, type Json, type JsonObject } from '@/json/pointer';
import { Field } from './field';
import { FieldProblems } from './field-problems';
import { type ExpressionEditor, FormContext, type FormProblem, type FormSurroundings, useForm } from './form-context';
import { problemsBeside } from './problems';
import { fieldsOf, isAsked, type JsonSchema } from './schema';
import './schema-form.css';

type Props = {
  schema: JsonSchema;
  value: Json | undefined;
  onChange: (value: JsonObject) => void;
  /** JSON Pointer of the value in the document that `problems` speak of. */
  path?: string;
  problems?: readonly FormProblem[];
  ExpressionEditor?: ExpressionEditor;
  texts?: FormSurroundings['texts'];
  inputs?: FormSurroundings['inputs'];
  /** Fields that are shown elsewhere. */
  without?: readonly string[];
  only?: readonly string[];
};

/** A form over an object, made from its JSON Schema. What is left empty is left out of the value. */
export const SchemaForm = ({ problems = none, ExpressionEditor, texts, inputs, ...rest }: Props) => {
  const surroundings = useMemo(() => ({ problems, ExpressionEditor, texts, inputs }), [problems, ExpressionEditor, texts, inputs]);
  return (
    <FormContext value={surroundings}>
      <div className="schema-form">
        <Fields {...rest} />
      </div>
    </FormContext>
  );
};

const none: readonly FormProblem[] = [];

/** The fields of an object within a form. */
export const Fields = ({
  schema,
  value,
  onChange,
  path = '',
  without,
  only,
}: Omit<Props, 'problems' | 'ExpressionEditor' | 'texts' | 'inputs'>) => {
  const { problems } = useForm();
  const object = isObject(value) ? value : {};
  const all = fieldsOf(schema);
  const fields = all.filter(
    (field) =>
      !without?.includes(field.name) &&
      (only === undefined || only.includes(field.name)) &&
      (isAsked(field.name, field.schema, object, schema) || problems.some((one) => one.path.startsWith(appended(path, field.name)))),
  );
  const change = (name: string, now: Json | undefined) => {
    const { [name]: _, ...others } = object;
    onChange(now === undefined ? others : { ...object, [name]: now });
  };
  const beside = only
    ? []
    : problemsBeside(
        problems,
        path,
        all.map(({ name }) => name),
      );
  return (
    <>
      <FieldProblems problems={beside} />
      {fields.map((field) => (
        <Field
          key={field.name}
          name={field.name}
          schema={field.schema}
          required={field.required}
          value={object[field.name]}
          onChange={(now) => change(field.name, now)}
          path={appended(path, field.name)}
        />
      ))}
    </>
  );
};
