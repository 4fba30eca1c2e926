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
import { CallProblem } from '@/problem/call-problem';
import { schemaOfInputs } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { translated } from '@/shipped/said';
import { useSaid } from '@/shipped/use-said';
import { Consequences } from './consequences';
import { consequencesOf, missingOf, worstOf } from './effects';
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
  // One key for each thing that is asked for: pressed twice, or sent again after a lost answer, it is one run.
  const key = useMemo(() => JSON.stringify([workflow, inputs, reason]) && crypto.randomUUID(), [workflow, inputs, reason]);
  const start = useMutation({
    mutationFn: () =>
      api.post('/api/v1/workflows/{id}/runs', {
        params: { id: workflow },
        body: { inputs: inputs as never, reason: reason.trim() || null },
        headers: { 'Idempotency-Key': key },
      }),
    onSuccess: (run) => {
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs') });
      onClose();
      void navigate(`/runs/${run.id}`);
    },
  });
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (blocked === undefined && missing.length === 0 && !start.isPending) start.mutate();
  };
  return (
    <Dialog
      title={t('title', { name: said(data?.name) ?? workflow })}
      close={t('close')}
      onClose={onClose}
      footer={
        definition && (
          <>
            <Button
              type="primary"
              danger={worst === 'destroy'}
              htmlType="submit"
              form={form}
              disabled={blocked !== undefined}
              loading={start.isPending}
            >
              {worst === 'destroy' ? t('goDestroy') : worst === 'disrupt' ? t('goDisrupt') : t('go')}
            </Button>
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
                if (start.error) start.reset();
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
          {start.error && <Refused error={start.error} workflow={workflow} shown={problems.length > 0} />}
        </form>
      )}
    </Dialog>
  );
};

/** The words of a shipped workflow's choices, which its definition has as values only. */
const useChoices = () => {
  const said = useSaid();
  return useCallback(() => ({ choice: (value: string) => said(value, value) }), [said]);
};

export default StartDialog;
