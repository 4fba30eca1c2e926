import { Input, Segmented } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { ApiProblem } from '@/api/problem';
import { problemAt } from '@/api/problem-at';
import type { JsonObject } from '@/json/pointer';
import { Labelled } from '@/layout/labelled';
import { CallProblem } from '@/problem/call-problem';
import { asSchema, type JsonSchema } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { inputsOf, type TriggerDraft } from './draft';
import { InputsField } from './inputs-field';
import { useTypeTexts } from './type-texts';
import './trigger.css';

type Props = {
  type: Schema<'TriggerTypeAnswer'>;
  draft: TriggerDraft;
  onChange: (draft: TriggerDraft) => void;
  error: unknown;
  failed: string;
  /** Stands between what the trigger waits for and what it starts, such as the next fire times. */
  children?: ReactNode;
};

/** Members that few need; the form shows them on demand, and where they are set. */
const rare: Record<string, readonly string[]> = {
  schedule: ['from', 'until', 'misfireLimit', 'jitter'],
  alert: ['groupBy', 'countWithin', 'correlate', 'selfInflicted', 'target', 'mass', 'maxPerHour'],
  'fleet-rule': ['match', 'flapping', 'selfInflicted'],
};

const formSchema = (type: Schema<'TriggerTypeAnswer'>): JsonSchema => {
  const schema = asSchema(type.schema);
  const { cron, calendar } = schema.properties ?? {};
  return {
    ...schema,
    properties: {
      ...schema.properties,
      ...(cron ? { cron: { ...cron, timesElsewhere: true } } : {}),
      ...(calendar ? { calendar: { ...calendar, format: 'calendar' } } : {}),
    },
  };
};

const workflowField: JsonSchema = {
  type: 'object',
  properties: { workflow: { type: 'string', format: 'workflow' } },
  required: ['workflow'],
};

/** What a trigger waits for, and what it starts then. */
export const TriggerForm = ({ type, draft, onChange, error, failed, children }: Props) => {
  const { t } = useTranslation('trigger');
  const texts = useTypeTexts(type.name);
  const problems = error instanceof ApiProblem ? error.errors : [];
  const merge = (change: JsonObject): void => onChange({ ...draft, ...change });
  const [showMore, setShowMore] = useState(false);
  const settings = useMemo(() => formSchema(type), [type]);
  const members = Object.keys(settings.properties ?? {});
  const hidden = (rare[type.name] ?? []).filter(
    (name) => members.includes(name) && draft[name] === undefined && !problems.some(({ path }) => path.startsWith(`/${name}`)),
  );
  const nameProblem = problemAt(error, '/name');
  const workflow = typeof draft.workflow === 'string' ? draft.workflow : undefined;
  return (
    <>
      <Labelled label={t('name')} {...(nameProblem === undefined ? {} : { problem: nameProblem })}>
        <Input value={typeof draft.name === 'string' ? draft.name : ''} onChange={({ target }) => merge({ name: target.value })} />
      </Labelled>
      <SchemaForm
        schema={settings}
        value={draft}
        onChange={(now) => {
          // What was cleared is not there any more.
          const others = Object.entries(draft).filter(([name]) => !members.includes(name));
          const own = Object.entries(now).filter(([name]) => members.includes(name));
          onChange(Object.fromEntries([...others, ...own]) as TriggerDraft);
        }}
        problems={problems}
        texts={texts.of}
        without={showMore ? [] : hidden}
      />
      {hidden.length > 0 && (
        <label>
          <input type="checkbox" checked={showMore} onChange={({ target }) => setShowMore(target.checked)} /> {t('more')}
        </label>
      )}
      {children}
      <div className="labelled">
        <span id="trigger-action">{t('action.title')}</span>
        <Segmented
          aria-labelledby="trigger-action"
          value={draft.action === 'recommend' ? 'recommend' : 'start'}
          onChange={(action) => merge({ action })}
          options={[
            { value: 'start', label: t('action.start') },
            { value: 'recommend', label: t('action.recommend') },
          ]}
        />
        <p className="pane-help">{t(draft.action === 'recommend' ? 'action.recommendHelp' : 'action.startHelp')}</p>
      </div>
      <SchemaForm
        schema={workflowField}
        value={draft}
        onChange={({ workflow }) => {
          const { workflow: _, inputs: __, ...rest } = draft;
          onChange(workflow === undefined ? rest : { ...rest, workflow, inputs: {} });
        }}
        problems={problems}
        texts={texts.of}
        only={['workflow']}
      />
      {workflow && (
        <InputsField
          key={workflow}
          workflow={workflow}
          value={inputsOf(draft)}
          onChange={(inputs) => merge({ inputs })}
          problems={problems}
          names={type.names}
        />
      )}
      {error !== null && error !== undefined && problems.length === 0 && <CallProblem error={error} what={failed} />}
      {problems.length > 0 && (
        <p className="labelled-problem" role="alert">
          {failed}
        </p>
      )}
    </>
  );
};
