import { type FocusEvent, type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/json/pointer';
import { FieldProblems } from './field-problems';
import { useForm } from './form-context';
import { Help } from './help';
import { problemsAt } from './problems';
import { isExpression, type JsonSchema, kindOf, titleOf } from './schema';
import { Widget } from './widget';

type Props = {
  name: string;
  schema: JsonSchema;
  required?: boolean;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  path: string;
};

/** One field: what it is called, what it holds, what it means, what is wrong with it. `=` makes it an expression. */
export const Field = ({ name, schema, required = false, value, onChange, path }: Props) => {
  const { t } = useTranslation('schema-form');
  const { problems, ExpressionEditor, texts } = useForm();
  const id = useId();
  const [switched, setSwitched] = useState<boolean>();
  const kind = kindOf(schema);
  const text = texts?.(name);
  const label = text?.title ?? titleOf(name, schema);
  const help = text?.description ?? schema.description;
  const own = problemsAt(problems, path, kind === 'object');
  const bare = kind === 'expression';
  const asExpression = ExpressionEditor !== undefined && (bare || (switched ?? isExpression(value)));
  const maySwitch = ExpressionEditor !== undefined && !bare;
  const describedBy = [help && `${id}-help`, own.length > 0 && `${id}-problems`].filter(Boolean).join(' ') || undefined;

  const toggle = () => {
    if (!asExpression && !isExpression(value) && !isTemplateKind(kind)) onChange(`\${ ${literal(value)} }`);
    if (!asExpression && isTemplateKind(kind) && (value === undefined || value === '')) onChange(emptyHole);
    if (asExpression && isExpression(value)) onChange(undefined);
    setSwitched(!asExpression);
  };
  // Half typed, an expression is none yet, and a text becomes one: as long as the keyboard is in the field, it stays what it is.
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setSwitched(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== '=' || event.ctrlKey || event.metaKey || !maySwitch || asExpression) return;
    const { target } = event;
    // Within a text that already says something, "=" is a character like every other.
    if (saysText(target)) return;
    if (target instanceof HTMLElement && target.isContentEditable && target.textContent !== '') return;
    event.preventDefault();
    toggle();
  };

  const isShort = !asExpression && shortKinds.has(kind);
  const inline = kind === 'boolean' && !asExpression;
  const control =
    asExpression && ExpressionEditor ? (
      <ExpressionEditor
        id={id}
        value={typeof value === 'string' ? value : value === undefined ? '' : String(value)}
        onChange={(now) => onChange(now === '' ? undefined : now)}
        path={path}
        label={label}
        bare={bare}
        autoFocus={switched === true}
      />
    ) : (
      <Widget
        id={id}
        schema={text?.choice ? withChoices(schema, text.choice) : schema}
        value={value}
        onChange={onChange}
        path={path}
        label={label}
        describedBy={describedBy}
        invalid={own.some((problem) => problem.severity !== 'warning')}
      />
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key belongs to whichever control is within
    <div
      className={`field field-${kind}${inline ? ' field-inline' : ''}${isShort ? ' field-short' : ''}`}
      data-path={path}
      onKeyDown={onKeyDown}
      onFocus={() => setSwitched((now) => now ?? asExpression)}
      onBlur={leave}
    >
      <div className="field-head">
        {inline && control}
        <label htmlFor={id}>
          {label}
          {required && (
            <span className="field-required" title={t('required')}>
              {' *'}
              <span className="only-spoken">{t('required')}</span>
            </span>
          )}
        </label>
        {maySwitch && (
          <button type="button" className="field-switch" aria-pressed={asExpression} onClick={toggle} title={t('expressionKey')}>
            <span className={isShort ? 'only-spoken' : undefined}>{t(asExpression ? 'plainValue' : 'expression')}</span>
            {!asExpression && <kbd>=</kbd>}
          </button>
        )}
      </div>
      {!inline && control}
      <FieldProblems id={`${id}-problems`} problems={own} />
      {help && (
        <p className="field-help" id={`${id}-help`}>
          <Help text={help} />
        </p>
      )}
    </div>
  );
};

const withChoices = (schema: JsonSchema, choice: (value: string) => string | undefined): JsonSchema => {
  const titles = schema.enum?.flatMap((one) => {
    const title = choice(String(one));
    return title ? [[String(one), title] as const] : [];
  });
  if (schema.items?.enum) return { ...schema, items: withChoices(schema.items, choice) };
  return titles && titles.length > 0 ? { ...schema, enumTitles: { ...Object.fromEntries(titles), ...schema.enumTitles } } : schema;
};

/** A choice among radio buttons has a value too, but nobody types in it. */
const saysText = (target: EventTarget): boolean =>
  (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !/^(radio|checkbox)$/.test(target.type))) &&
  target.value !== '';

const shortKinds: ReadonlySet<string> = new Set(['number', 'duration']);

/** Into texts an expression is written as a part; elsewhere it is the whole value. */
const isTemplateKind = (kind: string): boolean => kind === 'text' || kind === 'multiline';

const emptyHole = `\${  }`;

const literal = (value: Json | undefined): string => (value === undefined || value === null || value === '' ? '' : JSON.stringify(value));
