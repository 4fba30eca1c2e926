import { useMemo } from 'react';
import { Code } from '@/code/code';
import type { ExpressionEditor } from '@/schema-form/form-context';
import { useProblemsAt } from '@/schema-form/use-problems-at';
import { useEditor } from '../store';
import { expressionCompletion, expressionHover } from './expression-completion';
import { ExpressionValue } from './expression-value';
import { scopeAt } from './scope';

/** The field for expressions of one step: it knows what is in scope there, and what came out in a past run. */
export const makeExpressionEditor = (step: string): ExpressionEditor =>
  function StepExpression({ id, value, onChange, path, label, bare, autoFocus }) {
    const definition = useEditor((state) => state.definition);
    const activities = useEditor((state) => state.activities);
    const scope = useMemo(() => scopeAt(definition, step, activities), [definition, activities]);
    const complete = useMemo(() => expressionCompletion(scope, bare), [scope, bare]);
    const hover = useMemo(() => expressionHover(scope, bare), [scope, bare]);
    const wrong = useProblemsAt(path);
    return (
      <>
        <Code
          id={id}
          label={label}
          language={bare && !value.includes('${') ? 'javascript' : 'expression'}
          value={value}
          onChange={onChange}
          complete={complete}
          hover={hover}
          invalid={wrong}
          autoFocus={autoFocus}
          {...(wrong ? { describedBy: `${id}-problems` } : {})}
        />
        {!path.endsWith('/script') && <ExpressionValue text={value} step={step} bare={bare} />}
      </>
    );
  };
