import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useCallback, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { apiKey, apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { useNames } from '@/canvas/names';
import { Dialog } from '@/dialog/dialog';
import { isObject, type JsonObject } from '@/json/pointer';
import { Drift } from '@/plan/drift';
import { countTargets, mustType, type Plan } from '@/plan/plan';
import { PlanView } from '@/plan/plan-view';
import { TypeCount } from '@/plan/type-count';
import { driftedPlan, usePlan } from '@/plan/use-plan';
import { CallProblem } from '@/problem/call-problem';
import { schemaOfInputs } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { translated } from '@/shipped/said';
import { useSaid } from '@/shipped/use-said';
import { Consequences } from './consequences';
import { consequencesOf, missingOf, stepNames, worstOf } from './effects';
import { Refused } from './refused';
import './start-run.css';

type Props = {
  workflow: string;
  onClose: () => void;
  /** What the fields hold at first, such as the targets that were selected. */
  inputs?: JsonObject;
};

/** Starts a run of the published version: its inputs, why, and what it will do, before anything is done. */
const StartDialog = ({ workflow, onClose, inputs: first = {} }: Props) => {
  const { t } = useTranslation('start-run');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const read = useQuery(apiQuery('/api/v1/workflows/{id}', { params: { id: workflow } }));
  const activities = useQuery({ ...apiQuery('/api/v1/activities', {}), staleTime: Number.POSITIVE_INFINITY });
  const [inputs, setInputs] = useState<JsonObject>(first);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [seen, setSeen] = useState<Seen>();
  const [count, setCount] = useState('');
  // One key for each thing that is asked for: pressed twice, or sent again after a lost answer, it is one run.
  const key = useMemo(() => JSON.stringify([workflow, inputs, reason]) && crypto.randomUUID(), [workflow, inputs, reason]);
  const start = useMutation({
    mutationFn: () =>
      api.post('/api/v1/workflows/{id}/runs', {
        params: { id: workflow },
        body: { inputs: inputs as never, reason: reason.trim() || null, planHash: seen?.plan.hash ?? null },
        headers: { 'Idempotency-Key': key },
      }),
    onSuccess: (run) => {
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs') });
      onClose();
      void navigate(`/runs/${run.id}`);
    },
    onError: (error) => {
      const now = driftedPlan(error);
      if (now) setSeen({ plan: now, before: seen?.plan });
    },
  });
  const planning = usePlan(workflow);
  const preview = () => planning.mutate({ inputs }, { onSuccess: (plan) => setSeen({ plan }) });
  const choices = useChoices();
  const form = useId();
  const may = useMay('operate');
  const data = read.data;
  const said = useSaid();
  const definition = useMemo(
    () => (data && data.version !== null && isObject(data.definition) ? translated(data.definition, said) : undefined),
    [data, said],
  );
  const schema = useMemo(() => schemaOfInputs(definition?.inputs), [definition]);
  const names = useNames();
  const known = (activities.data?.items ?? []).map((activity) => ({ ...activity, title: names.activity(activity, activity.name) }));
  const effects = consequencesOf(definition, known);
  const worst = worstOf(effects);
  const missing = missingOf(schema, inputs);
  const problems = [
    ...(start.error instanceof ApiProblem && start.error.status === 422 ? start.error.errors : []),
    ...(tried ? missing.map((name) => ({ path: `/inputs/${name}`, message: t('missing') })) : []),
  ];
  const blocked = !may ? t('notAllowed') : data?.paused ? t('paused') : undefined;
  // What disrupts or destroys is shown by name before it is started; where it cannot be planned, the steps are all there is to see.
  const showsFirst = worst !== undefined && !seen && !planning.isError;
  const typed = !seen || !mustType(seen.plan) || count.trim() === `${countTargets(seen.plan)}`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (blocked !== undefined || missing.length > 0 || start.isPending || planning.isPending) return;
    if (showsFirst) preview();
    else if (typed) start.mutate();
  };
  return (
    <Dialog
      title={t('title', { name: said(data?.name) ?? workflow })}
      close={t('close')}
      onClose={onClose}
      width={seen ? 'wide' : 'narrow'}
      footer={
        definition && (
          <>
            {seen && mustType(seen.plan) && <TypeCount count={countTargets(seen.plan)} value={count} onChange={setCount} />}
            <Button
              type="primary"
              danger={worst === 'destroy' && !showsFirst}
              htmlType="submit"
              form={form}
              disabled={blocked !== undefined || !typed}
              loading={start.isPending || (showsFirst && planning.isPending)}
            >
              {showsFirst ? t('preview') : worst === 'destroy' ? t('goDestroy') : worst === 'disrupt' ? t('goDisrupt') : t('go')}
            </Button>
            {!showsFirst && (
              <Button onClick={preview} loading={planning.isPending} disabled={missing.length > 0}>
                {t(seen ? 'previewAgain' : 'preview')}
              </Button>
            )}
            <Button onClick={onClose}>{t('cancel')}</Button>
            <span className="start-version">{blocked ?? t('version', { version: data?.version })}</span>
          </>
        )
      }
    >
      {read.error && <CallProblem error={read.error} what={t('readFailed')} retry={read.refetch} />}
      {data && !definition && <p>{t('neverPublished')}</p>}
      {definition && (
        <form id={form} className="start-form" onSubmit={submit} noValidate>
          {data?.description && <p className="start-description">{said(data.description, 'description')}</p>}
          <Consequences effects={effects} />
          {Object.keys(schema.properties ?? {}).length > 0 && (
            <SchemaForm
              schema={schema}
              value={inputs}
              onChange={(now) => {
                setInputs(now);
                setSeen(undefined);
                setCount('');
                if (start.error) start.reset();
                if (planning.error) planning.reset();
              }}
              path="/inputs"
              problems={problems}
              inputs={inputs}
              texts={choices}
            />
          )}
          <div className="start-reason">
            <label htmlFor={`${form}-reason`}>{t('reason')}</label>
            <Input
              id={`${form}-reason`}
              value={reason}
              placeholder={t('reasonExample')}
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
          {planning.error && !seen && <CallProblem error={planning.error} what={t('planFailed')} />}
          {seen && <Preview seen={seen} nameOf={stepNames(definition, known)} />}
          {start.error && !driftedPlan(start.error) && <Refused error={start.error} workflow={workflow} shown={problems.length > 0} />}
        </form>
      )}
    </Dialog>
  );
};

/** The plan that was looked at; before it the one that it has taken the place of. */
type Seen = { plan: Plan; before?: Plan | undefined };

const Preview = ({ seen, nameOf }: { seen: Seen; nameOf: (step: string) => string | undefined }) => {
  const { t } = useTranslation('start-run');
  return (
    <section className="start-plan" aria-label={t('preview')}>
      {seen.before && <Drift before={seen.before} now={seen.plan} />}
      <PlanView plan={seen.plan} nameOf={nameOf} />
    </section>
  );
};

/** The words of a shipped workflow's choices, which its definition has as values only. */
const useChoices = () => {
  const said = useSaid();
  return useCallback(() => ({ choice: (value: string) => said(value, value) }), [said]);
};

export default StartDialog;
