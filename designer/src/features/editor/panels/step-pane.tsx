import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '@/canvas/definition';
import { useNames } from '@/canvas/names';
import { stepAt } from '@/canvas/paths';
import { isObject, type Json, type JsonObject } from '@/json/pointer';
import { EffectMark } from '@/marks/effect-mark';
import { useMessages } from '@/problem/messages/use-messages';
import { Help } from '@/schema-form/help';
import { asSchema, type JsonSchema } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { setStep, setWith } from '../edits';
import { useActivityTexts } from '../forms/activity-texts';
import { makeExpressionEditor } from '../forms/expression-field';
import { inputDefaults } from '../forms/input-defaults';
import { useEditor } from '../store';
import { ApprovalSection } from './approval-section';
import { OutcomesSection } from './outcomes-section';
import { OutputSection } from './output-section';
import { stepPointer } from './pointers';
import { RulesSections } from './rules-sections';
import { Section } from './section';
import { StepId } from './step-id';
import { amountSummary } from './summaries';
import { useProblems } from './use-problems';

const amounts = ['concurrency', 'failureBudget', 'rings'];

/** All that one step says, in the order in which it matters. */
export const StepPane = ({ path }: { path: string }) => {
  const { t } = useTranslation('editor/panels');
  const { definition, activities, isReadOnly, apply } = useEditor();
  const read = useMessages();
  const problems = useProblems();
  const ExpressionEditor = useMemo(() => makeExpressionEditor(path), [path]);
  const inputs = useMemo(() => inputDefaults(definition), [definition]);
  const names = useNames();
  const step = stepAt(definition, path);
  const texts = useActivityTexts(step?.activity ?? '');
  if (!step) return null;
  const activity = activities[step.activity];
  const schema = withKinds(step, asSchema(activity?.inputSchema));
  const pointer = stepPointer(path);
  const value = (step.with ?? {}) as JsonObject;
  const change = (now: JsonObject) => {
    for (const key of new Set([...Object.keys(value), ...Object.keys(now)]))
      if (value[key] !== now[key]) apply(setWith(path, key, now[key]), { together: `${path} ${key}` });
  };
  const form = {
    schema,
    value: value as Json,
    onChange: change,
    path: `${pointer}/with`,
    problems,
    inputs,
    texts: texts.field,
    ...(isReadOnly ? {} : { ExpressionEditor }),
  };
  const hasAmounts = isObject(schema.properties) && amounts.some((name) => name in (schema.properties ?? {}));
  const others = Object.keys(schema.properties ?? {}).filter((name) => !amounts.includes(name));
  return (
    <fieldset className="pane" disabled={isReadOnly}>
      <header className="pane-head">
        <div className="pane-names">
          <h2>{names.step(path, step, activity)}</h2>
          <StepId path={path} activity={step.activity} />
        </div>
        {activity && <EffectMark effect={activity.effect} />}
      </header>
      {activity?.help && (
        <details className="pane-help">
          <summary>
            <Help text={texts.about ?? activity.help.split('\n\n')[0] ?? ''} />
          </summary>
          {activity.help
            .split('\n\n')
            .slice(1)
            .map((text) => (
              <p key={text}>
                <Help text={text} />
              </p>
            ))}
        </details>
      )}
      <SchemaForm
        schema={nameSchema(t('step.name'), t('step.description'), names.activity(activity, step.activity))}
        value={{ ...(step.name ? { name: step.name } : {}), ...(step.description ? { description: step.description } : {}) }}
        path={pointer}
        problems={problems}
        only={['name', ...(step.description ? ['description'] : [])]}
        onChange={(now) => {
          const patch = { name: now.name as string | undefined, description: now.description as string | undefined };
          apply(setStep(path, patch), { together: `${path} name` });
        }}
      />
      {!activity && <p className="pane-wrong">{t('step.unknownActivity', { activity: step.activity })}</p>}
      {others.length > 0 && (
        <section className="pane-part">
          <SchemaForm {...form} without={amounts} />
        </section>
      )}
      <ApprovalSection path={path} step={step} problems={problems} />
      <OutcomesSection path={path} step={step} />
      {hasAmounts && (
        <Section
          title={t('amount.title')}
          summary={amountSummary(schema, value, t)}
          wrong={problems.some((one) => amounts.some((name) => one.path.startsWith(`${pointer}/with/${name}`)))}
        >
          <SchemaForm {...form} only={amounts} />
        </Section>
      )}
      <RulesSections path={path} step={step} problems={problems} />
      <OutputSection path={path} step={step} />
      {activity && activity.effect !== 'read' && (
        <p className="pane-note">
          {t(activity.hasUndo ? 'step.hasUndo' : 'step.noUndo')} {activity.noUndo && read(activity.noUndo)}
        </p>
      )}
    </fieldset>
  );
};

const nameSchema = (name: string, description: string, title: string | undefined): JsonSchema => ({
  properties: {
    name: { type: 'string', title: name, ...(title ? { default: title } : {}) },
    description: { type: 'string', format: 'multiline', title: description },
  },
});

/** What the server's schema calls text, but is code. */
const withKinds = (step: Step, schema: JsonSchema): JsonSchema =>
  step.activity === 'flow.script' && schema.properties?.script
    ? { ...schema, properties: { ...schema.properties, script: { ...schema.properties.script, format: 'expression' } } }
    : schema;
