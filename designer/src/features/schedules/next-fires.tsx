import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { Time } from '@/format/time';
import { useSettled } from '@/schema-form/use-settled';
import type { TriggerDraft } from '@/trigger/draft';

const members = ['cron', 'every', 'at', 'from', 'until', 'timeZone', 'calendar', 'jitter'] as const;

/** When a schedule would fire next, as the server reckons it, before it is saved. */
export const NextFires = ({ draft }: { draft: TriggerDraft }) => {
  const { t } = useTranslation('schedules');
  const settings = Object.fromEntries(members.flatMap((name) => (draft[name] === undefined ? [] : [[name, draft[name]]])));
  const asked = useSettled(JSON.stringify(settings), 300);
  const isThere = /"(cron|every|at)"/.test(asked);
  const { data } = useQuery({
    queryKey: ['fire-times', asked],
    queryFn: () => api.post('/api/v1/fire-times/preview', { body: JSON.parse(asked) as never }),
    enabled: isThere,
  });
  if (!isThere) return <p className="pane-help">{t('chooseTimes')}</p>;
  const times = (data?.nextFireTimes ?? []).filter((at) => typeof at === 'string');
  if (times.length === 0) return data?.problems.length === 0 ? <p className="pane-help">{t('neverAgain')}</p> : null;
  return (
    <div role="status">
      <p className="pane-help">{t('nextFires')}</p>
      <ol className="next-fires">
        {times.map((at) => (
          <li key={at}>
            <Time at={at} />
          </li>
        ))}
      </ol>
    </div>
  );
};
