import { type ComponentType, createContext, useContext } from 'react';
import type { Json, JsonObject } from '@/json/pointer';
import type { JsonSchema } from './schema';

/** Something wrong with a value, at its JSON Pointer within the same document as the form's `path`. */
export type FormProblem = { path: string; message: string; severity?: 'error' | 'warning' };

export type WidgetProps = {
  id: string;
  schema: JsonSchema;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  path: string;
  label: string;
  describedBy: string | undefined;
  invalid: boolean;
};

export type ExpressionEditor = ComponentType<{
  id: string;
  value: string;
  onChange: (value: string) => void;
  path: string;
  label: string;
  /** The whole text is JavaScript, without `${ … }` around it. */
  bare: boolean;
  autoFocus: boolean;
}>;

export type FormSurroundings = {
  problems: readonly FormProblem[];
  /** Where given, each field can be switched to an expression. */
  ExpressionEditor?: ExpressionEditor;
  /** Titles and help in the language that is shown, where there are better ones than the schema's. */
  texts?: (name: string) => { title?: string; description?: string; choice?: (value: string) => string | undefined };
  /** Values for `inputs.x` within selectors, so that what they match can be counted. */
  inputs?: JsonObject;
};

export const FormContext = createContext<FormSurroundings>({ problems: [] });

export const useForm = (): FormSurroundings => useContext(FormContext);
