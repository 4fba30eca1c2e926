import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { EffectMark } from '@/marks/effect-mark';
import { CallProblem } from '@/problem/call-problem';
import { type ActionName, actions, type Choices, fateOf, needsCount } from './actions';
import { ChoiceFields } from './choice-fields';
import { TargetList } from './target-list';
import './actions.css';

type Vm = Schema<'VmRow'>;

/** Who is touched, what happens to each, and what cannot be taken back, before anything starts. */
export const ActionDialog = (props: {
  name: ActionName;
  vms: readonly Vm[];
  observed: ReadonlySet<string>;
  onClose: () => void;
  onStarted: (run: Schema<'RunDetail'>, name: ActionName, count: number) => void;
}) => {
  const { name, vms, observed, onClose, onStarted } = props;
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const dialog = useRef<HTMLDialogElement>(null);
  const [choices, setChoices] = useState<Choices>({ mode: 'graceful', force: false, snapshot: '' });
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  useEffect(() => dialog.current?.showModal(), []);

  const action = actions[name];
  const acting = useMemo(() => vms.filter((vm) => fateOf(name, vm, observed) === 'acts').length, [name, vms, observed]);
  const start = useMutation({
    mutationFn: () =>
      api.post('/api/v1/workflows/{id}/runs', {
        params: { id: action.workflow },
        body: { inputs: { vms: vms.map(({ id }) => id), ...action.inputs(choices) }, reason: reason.trim() || null },
        headers: { 'Idempotency-Key': key },
      }),
    onSuccess: (run) => onStarted(run, name, vms.length),
  });
  const counted = needsCount(name, vms.length);
  const missing =
    acting === 0
      ? t('action.nothingToDo')
      : action.asks.includes('snapshot') && choices.snapshot.trim() === ''
        ? t('action.snapshotMissing')
        : counted && typed.trim() !== String(vms.length)
          ? t('action.countMissing', { count: vms.length })
          : undefined;
  const values = { count: vms.length, vms: format.number(vms.length) };
  const isHard = action.effect === 'destroy' || (action.asks.includes('mode') && choices.mode === 'hard');
  return (
    <dialog ref={dialog} className="action-dialog" aria-labelledby="action-title" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (missing === undefined) start.mutate();
        }}
      >
        <header>
          <h2 id="action-title">{t(`action.${name}.title`, values)}</h2>
          <EffectMark effect={action.effect} />
        </header>
        <p>{t(`action.${name}.consequence`)}</p>
        <ChoiceFields asks={action.asks} choices={choices} onChange={setChoices} />
        <TargetList name={name} vms={vms} observed={observed} />
        <label className="action-field">
          <span>{t('action.reason')}</span>
          <input type="text" value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        {counted && (
          <label className="action-field">
            <span>{t('action.typeCount', { count: vms.length })}</span>
            <input type="text" inputMode="numeric" autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
          </label>
        )}
        {start.error && <CallProblem error={start.error} what={t('action.failed')} />}
        <footer>
          <Button type="primary" danger={isHard} htmlType="submit" disabled={missing !== undefined} loading={start.isPending}>
            {t(isHard && action.asks.includes('mode') ? `action.${name}.hardDo` : `action.${name}.do`, values)}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          {missing && <span className="quiet">{missing}</span>}
        </footer>
      </form>
    </dialog>
  );
};
