import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { CallProblem } from '@/problem/call-problem';
import type { TriggerDraft } from '@/trigger/draft';
import { nearby, ruleOf } from './replaying';
import './rules.css';

/** What a fleet rule would have done over the samples that are kept, before it is saved. */
export const Replay = ({ draft }: { draft: TriggerDraft }) => {
  const { t } = useTranslation('rules');
  const rule = ruleOf(draft);
  const asked = JSON.stringify(rule);
  const replay = useMutation({
    mutationFn: () => api.post('/api/v1/triggers/replay', { body: { rule, thresholds: nearby(rule.condition), limit: 20 } as never }),
  });
  return (
    <fieldset className="replay">
      <legend>{t('replay.title')}</legend>
      <p className="pane-help">{t('replay.text')}</p>
      <Button loading={replay.isPending} disabled={typeof rule.condition !== 'string'} onClick={() => replay.mutate()}>
        {t('replay.ask')}
      </Button>
      {replay.error && <CallProblem error={replay.error} what={t('replay.failed')} />}
      {replay.data && <Answer key={asked} answer={replay.data} />}
    </fieldset>
  );
};

const Answer = ({ answer }: { answer: Schema<'ReplayAnswer'> }) => {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const { counts, thresholds, threshold } = answer;
  const rows = [{ threshold, counts }, ...thresholds]
    .filter((row): row is { threshold: number; counts: Schema<'ReplayCounts'> } => row.threshold !== null)
    .sort((a, b) => a.threshold - b.threshold);
  return (
    <div role="status">
      <p className="replay-figure">
        <strong>{format.number(counts.fired)}</strong> {t('replay.fired', { count: counts.fired })}
      </p>
      <ul className="replay-facts">
        {counts.paged > 0 && <li>{t('replay.paged', { count: counts.paged })}</li>}
        {counts.held > 0 && <li>{t('replay.held', { count: counts.held })}</li>}
        {answer.unknown > 0 && <li>{t('replay.unknown', { share: format.percent(answer.unknown) })}</li>}
        <li>{t('replay.since', { time: format.time(answer.from), watched: format.number(answer.watched) })}</li>
      </ul>
      {counts.fired + counts.paged + counts.held > 0 && <Days days={answer.perDay} />}
      {rows.length > 1 && (
        <table className="replay-thresholds">
          <caption>{t('replay.other')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('replay.threshold')}</th>
              <th scope="col">{t('replay.count')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.threshold} data-now={row.threshold === threshold}>
                <td>{format.number(row.threshold)}</td>
                <td>{format.number(row.counts.fired)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {answer.firings.length > 0 && (
        <>
          <p className="pane-help">{t('replay.firings')}</p>
          <ul className="replay-firings">
            {answer.firings.map((firing) => (
              <li key={`${firing.at}${firing.objects[0]?.id}`} data-outcome={firing.outcome}>
                <Time at={firing.at} /> {firing.objects.map(({ name }) => name).join(', ')}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
};

/** A column of squares for each day: what would have started, below what would only have paged or been held. */
const Days = ({ days }: { days: readonly Schema<'ReplayDay'>[] }) => {
  const { t } = useTranslation('rules');
  const most = Math.max(1, ...days.map(({ fired, paged, held }) => fired + paged + held));
  return (
    <ol className="replay-days" aria-label={t('replay.perDay')}>
      {days.map(({ day, fired, paged, held }) => (
        <li key={day} title={t('replay.dayIs', { day, fired, paged, held })}>
          <span className="sr-only">{t('replay.dayIs', { day, fired, paged, held })}</span>
          <span data-outcome="held" style={{ height: `${(held / most) * 48}px` }} />
          <span data-outcome="paged" style={{ height: `${(paged / most) * 48}px` }} />
          <span data-outcome="fired" style={{ height: `${(fired / most) * 48}px` }} />
        </li>
      ))}
    </ol>
  );
};
