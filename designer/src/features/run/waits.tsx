import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiQuery } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { useMessages } from '@/problem/messages/use-messages';
import { useWorkflowNames } from '@/shipped/use-said';
import { shortly } from './view/failure';
import type { RunView } from './view/run-view';
import { type Waiting, waitsOf } from './view/waits';
import { shortId, useWho } from './words';

type Props = { view: RunView; status: string; run: string; nameOf: (path: string) => string; onSignal: (name: string) => void };

const shownNames = 3;

/** Why the run has not ended, and for whom it waits. */
export const Waits = ({ view, status, run, nameOf, onSignal }: Props) => {
  const { t } = useTranslation('run');
  // What is stuck waits for nobody.
  const waits = view.cancel || status === 'stuck' ? [] : waitsOf(view);
  const isQueued = status === 'queued';
  if (waits.length === 0 && !view.paused && !isQueued) return null;
  return (
    <section className="run-note note-waiting" aria-label={t('wait.title')}>
      <h2>
        <StateMark state={view.paused ? 'paused' : 'waiting'} bare /> {t(status === 'running' ? 'wait.titleRunning' : 'wait.title')}
      </h2>
      {view.paused && <Paused view={view} />}
      {isQueued && view.created && <Queued workflow={view.created.workflow} run={run} />}
      {waits.map((waiting) => (
        <OneWait key={waiting.key} waiting={waiting} run={run} nameOf={nameOf} onSignal={onSignal} />
      ))}
    </section>
  );
};

const Paused = ({ view }: { view: RunView }) => {
  const { t } = useTranslation('run');
  const format = useFormat();
  return view.paused && <p>{t('wait.paused', { who: view.paused.by ?? '–', time: format.time(view.paused.at) })}</p>;
};

const Queued = ({ workflow, run }: { workflow: string; run: string }) => {
  const { t } = useTranslation('run');
  const { data } = useQuery({
    ...apiQuery('/api/v1/runs', {
      query: { workflow, status: 'queued,running,waiting,paused,failing,cancelling,rolling-back', limit: 100 },
    }),
    refetchInterval: 5_000,
  });
  const queue = (data?.items ?? []).filter(({ status, startedAt }) => status === 'queued' || !startedAt).toReversed();
  const place = queue.findIndex(({ id }) => id === run);
  const ahead = (data?.items ?? []).filter(({ startedAt }) => startedAt);
  return (
    <>
      <p>{place < 0 ? t('wait.queuedShort') : t('wait.queued', { position: place + 1 })}</p>
      <p className="note-actions">
        {ahead.slice(0, shownNames).map(({ id }) => (
          <Link key={id} to={`/runs/${id}`}>
            {t('wait.queuedBehind', { id: shortId(id) })}
          </Link>
        ))}
      </p>
    </>
  );
};

const useNameList = () => {
  const { t } = useTranslation('run');
  return ({ units, step }: Waiting, nameOf: (path: string) => string): string => {
    const names = units.slice(0, shownNames).map(({ name }) => name);
    const rest = units.length - names.length;
    return names.length === 0
      ? nameOf(step.path)
      : [names.join(', '), rest > 0 ? t('wait.andMore', { count: rest }) : ''].filter(Boolean).join(' ');
  };
};

const OneWait = ({ waiting, run, nameOf, onSignal }: { waiting: Waiting; run: string } & Pick<Props, 'nameOf' | 'onSignal'>) => {
  const { t } = useTranslation('run');
  const { time } = useFormat();
  const read = useMessages();
  const names = useNameList()(waiting, nameOf);
  const step = nameOf(waiting.step.path);
  const { wait } = waiting;
  switch (wait.for) {
    case 'approval':
      return (
        <Told
          text={t('wait.approval', {
            step,
            who: wait.by.map((one) => roleOf(one, (role) => t('wait.role', { role }))).join(t('wait.or')) || t('wait.anyone'),
            message: wait.message,
          })}
          more={wait.until && t('wait.expires', { time: time(wait.until) })}
        >
          <Link to={`/approvals?id=${run}.${waiting.step.path.replaceAll('/', '.')}`}>{t('wait.decide')}</Link>
        </Told>
      );
    case 'signal':
      return (
        <Told text={t('wait.signal', { step, name: wait.name })} more={wait.until && t('wait.until', { time: time(wait.until) })}>
          <Button size="small" onClick={() => onSignal(wait.name)}>
            {t('wait.send')}
          </Button>
        </Told>
      );
    case 'held':
      return <Held text={t('wait.held', { count: Math.max(1, waiting.units.length), names, id: shortId(wait.run) })} run={wait.run} />;
    case 'run':
      return (
        <Told text={t('wait.run', { step, id: shortId(wait.run) })}>
          <Link to={`/runs/${wait.run}`}>{t('wait.openRun', { id: shortId(wait.run) })}</Link>
        </Told>
      );
    case 'automation':
      return <Told text={t('wait.automation')} more={read(wait.message)} />;
    case 'retry':
      return (
        <Told
          text={t('wait.retry', { names, attempt: wait.attempt, time: time(wait.until) })}
          more={t('wait.before', { message: read(shortly(wait.message)) })}
        />
      );
    case 'time':
      return <Told text={t('wait.time', { names, message: read(wait.message), time: time(wait.until) })} />;
    case 'delay':
      return <Told text={wait.until ? t('wait.delay', { step, time: time(wait.until) }) : t('wait.delayOpen', { step })} />;
  }
};

const roleOf = (by: string, word: (role: string) => string): string =>
  by.startsWith('role:') ? word(by.slice(5)) : by.replace(/^user:/, '');

/** Whose run holds the target: the next whom to ask. */
const Held = ({ text, run }: { text: string; run: string }) => {
  const { t } = useTranslation('run');
  const { time } = useFormat();
  const who = useWho();
  const nameOf = useWorkflowNames();
  const { data } = useQuery(apiQuery('/api/v1/runs/{id}', { params: { id: run } }));
  const holder =
    data &&
    t('wait.holder', {
      id: shortId(run),
      workflow: nameOf(data.workflow),
      time: time(data.startedAt ?? data.createdAt),
      who: who(data.trigger),
    });
  return (
    <Told text={text} more={[holder, t('wait.inLine')].filter(Boolean).join(' ')}>
      <Link to={`/runs/${run}`}>{t('wait.openRun', { id: shortId(run) })}</Link>
    </Told>
  );
};

const Told = ({ text, more, children }: { text: string; more?: string | undefined; children?: ReactNode }) => (
  <div className="note-item">
    <p>
      {text} {more && <span className="quiet">{more}</span>}
    </p>
    {children && <p className="note-actions">{children}</p>}
  </div>
);
