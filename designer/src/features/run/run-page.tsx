import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { ProblemCard } from '@/problem/problem-card';
import { useIsPhone } from '@/theme/media';
import { AskCancel } from './ask-cancel';
import { AskRerun } from './ask-rerun';
import { AskRerunFailed } from './ask-rerun-failed';
import { AskRollBack } from './ask-roll-back';
import { AskSignal } from './ask-signal';
import type { Asking } from './controls';
import { Head } from './head';
import { InFlight } from './in-flight';
import { Log } from './log';
import { Problems } from './problems';
import { RollBackNote } from './roll-back-note';
import { Tabs } from './tabs';
import { Timeline } from './timeline';
import { useFailures } from './use-failures';
import { useKeys } from './use-keys';
import { useLooking } from './use-looking';
import { useRerunFailed } from './use-rerun-failed';
import { useRun } from './use-run';
import { useWorkflow } from './use-workflow';
import { statusOf } from './view/run-view';
import { stepToShow } from './view/targets';
import { Waits } from './waits';
import { shortId, useStepName } from './words';

const Drawing = lazy(() => import('./drawing'));

export const RunPage = ({ detail }: { detail: Schema<'RunDetail'> }) => {
  const { t } = useTranslation('run');
  const { id } = detail;
  const isPhone = useIsPhone();
  const { data, stuck } = useRun(id, detail.rollBack?.since);
  useFreshDetail(data.view.sequence, data.view.end !== undefined, stuck, data.view.rollBack?.since);
  const facts = useWorkflow(detail.workflow, detail.version);
  const nameOf = useStepName(facts);
  const looking = useLooking(data);
  const { view, at, look } = looking;
  const [asking, setAsking] = useState<Asking>(null);
  const failures = useFailures(looking, shortId(id));
  const withTargets = [...view.steps.values()].filter((step) => step.overTargets && step.activity !== 'flow.scope' && step.units.size > 0);
  const shown = withTargets.find(({ path }) => path === looking.step) ?? stepToShow(withTargets);
  const effect = facts.activities[shown?.activity ?? '']?.effect;
  const rerun = useRerunFailed(id, shown, effect, view.end !== undefined, nameOf);
  const because = data.view.end ? undefined : (stuck ?? detail.stuck ?? undefined);
  const present = because ? 'stuck' : data.view.sequence === 0 ? detail.status : statusOf(data.view);
  const status = at === null ? present : statusOf(view);
  const go = (sequence: number): void => look({ at: sequence >= data.view.sequence ? null : Math.max(1, sequence) });
  useKeys({
    ',': () => go(view.sequence - 1),
    '.': () => at !== null && go(view.sequence + 1),
    L: () => look({ at: null }),
    N: failures.next,
    C: () => void failures.copy(),
    'Shift R': rerun.press,
    ESCAPE: () => look({ step: null, target: null }),
  });
  return (
    <div className="run-page">
      <Head
        detail={detail}
        view={view}
        status={status}
        present={present}
        isPast={at !== null}
        name={facts.definition?.name ?? detail.workflow}
        targets={shown?.units.size ?? 0}
        ask={setAsking}
      />
      <div className="run-body">
        <div className="run-main">
          {!isPhone && (
            <div className="run-drawing">
              {facts.definition ? (
                <Suspense fallback={null}>
                  <Drawing {...facts} definition={facts.definition} looking={looking} />
                </Suspense>
              ) : (
                facts.missing && <p className="quiet run-no-drawing">{t('noDrawing')}</p>
              )}
            </div>
          )}
          {data.view.sequence > 0 && <Timeline data={data} looking={looking} nameOf={nameOf} />}
          <Tabs data={data} looking={looking} steps={withTargets} step={shown} nameOf={nameOf} rerun={rerun} />
        </div>
        <aside className="run-side">
          {because && (
            <ProblemCard
              trouble={{ title: t('stuck'), original: because, next: t('stuckNext'), code: 'run.stuck', path: `run ${shortId(id)}` }}
            />
          )}
          <InFlight view={view} />
          <RollBackNote view={view} status={status} undoable={detail.undoable} handedOn={detail.handedOn} nameOf={nameOf} />
          <Waits view={view} status={status} run={id} nameOf={nameOf} onSignal={(signal) => setAsking({ signal })} />
          <Problems failures={failures} handled={view.end?.handledFailures ?? false} />
          {!isPhone && looking.tab !== 'log' && (
            <section className="card run-side-log">
              <header className="card-head">
                <h2>{t('log.title')}</h2>
                <span className="card-note">
                  {looking.step === null
                    ? t('log.all')
                    : [nameOf(looking.step), shown?.units.get(looking.target ?? '')?.name].filter(Boolean).join(' · ')}
                </span>
                <span className="card-extra quiet">{t(view.end ? 'ended' : 'live')}</span>
              </header>
              <Log data={data} looking={looking} nameOf={nameOf} small />
            </section>
          )}
        </aside>
      </div>
      {asking === 'cancel' && <AskCancel run={id} onClose={() => setAsking(null)} />}
      {asking === 'roll-back' && <AskRollBack run={id} goes={!data.view.end} nameOf={nameOf} onClose={() => setAsking(null)} />}
      {asking === 'rerun' && (
        <AskRerun
          run={id}
          view={data.view}
          facts={facts}
          from={looking.step?.split('/')[0] ?? null}
          nameOf={nameOf}
          onClose={() => setAsking(null)}
        />
      )}
      {asking !== null && typeof asking === 'object' && <AskSignal run={id} name={asking.signal} onClose={() => setAsking(null)} />}
      {rerun.asking && shown && <AskRerunFailed rerun={rerun} step={nameOf(shown.path)} />}
    </div>
  );
};

/** What the server knows beside the history is asked for again when the run begins, ends, is stuck, or is read. */
const useFreshDetail = (sequence: number, hasEnded: boolean, stuck: string | undefined, rollBack: string | undefined): void => {
  const queries = useQueryClient();
  const hasBegun = sequence > 0;
  useEffect(() => {
    if (hasBegun || hasEnded || stuck || rollBack) void queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs/{id}') });
  }, [queries, hasBegun, hasEnded, stuck, rollBack]);
};
