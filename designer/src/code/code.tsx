import { lazy, Suspense } from 'react';
import type { CodeProps } from './code-props';
import './code.css';

const Field = lazy(() => import('./code-field'));

/** A field for code: selectors, expressions, YAML. CodeMirror is loaded with the first one; until then the text can be read. */
export const Code = (props: CodeProps) => (
  <Suspense fallback={<pre className="code-field code-waiting">{props.value}</pre>}>
    <Field {...props} />
  </Suspense>
);
