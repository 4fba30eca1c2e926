import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Schema } from '@/api/operations';
import { apiPages } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Beside } from '@/layout/beside';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { RowLink } from '@/layout/row-link';
import { usePlace } from '@/place/place';
import { useOpen } from '@/place/use-open';
import { useWorkflowNames } from '@/shipped/use-said';
import { FiringMark } from '@/trigger/firing-mark';
import { NewTrigger } from '@/trigger/new-trigger';
import { TriggerPane } from '@/trigger/trigger-pane';
import { CalendarPane } from './calendar-pane';
import { Calendars } from './calendars';
import { FireCalendar } from './fire-calendar';
import { NextFires } from './next-fires';
import { When } from './when';

const types = ['schedule'] as const;
/** A person means the clock on the wall. */
const usual = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };

export const Component = () => {
  const { t } = useTranslation('schedules');
  const { open, setOpen, close, linkTo } = useOpen();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('view');
  const view = asked === 'list' || asked === 'calendars' ? asked : 'calendar';
  const mayAuthor = useMay('author');
  const format = useFormat();
  const query = useInfiniteQuery({
    ...apiPages('/api/v1/triggers', { query: { type: 'schedule', limit: 200 } }),
    refetchInterval: 10_000,
  });
  usePlace({ title: t('title') });
  const schedules = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const add = mayAuthor && (
    <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen('new')}>
      {t('add')}
    </Button>
  );
  const choice = (
    <Segmented
      aria-label={t('view.title')}
      value={view}
      onChange={(now) =>
        setSearch((before) => {
          const next = new URLSearchParams(before);
          next.set('view', now);
          next.delete('open');
          return next;
        })
      }
      options={[
        { value: 'calendar', label: t('view.calendar') },
        { value: 'list', label: t('view.list') },
        { value: 'calendars', label: t('view.calendars') },
      ]}
    />
  );
  const beside = (draft: Parameters<typeof NextFires>[0]['draft']) => <NextFires draft={draft} />;
  const pane =
    view === 'calendars' && open && (open !== 'new' || mayAuthor) ? (
      <CalendarPane key={open} id={open} onOpen={setOpen} onClose={close} />
    ) : view === 'calendars' ? null : open === 'new' && mayAuthor ? (
      <NewTrigger title={t('add')} types={types} first={usual} onMade={setOpen} onClose={close} beside={beside} />
    ) : open && open !== 'new' ? (
      <TriggerPane key={open} id={open} onClose={close} beside={beside} />
    ) : null;
  return (
    <Beside pane={pane}>
      <Page>
        {view === 'calendars' ? (
          <Calendars choice={choice} open={open} setOpen={setOpen} linkTo={linkTo} />
        ) : view === 'calendar' && schedules.length > 0 ? (
          <>
            <div className="schedules-head">
              {choice}
              {add}
            </div>
            <FireCalendar linkTo={linkTo} open={open} />
          </>
        ) : (
          <ListCard
            query={query}
            failed={t('failed')}
            empty={t('empty')}
            emptyAction={add}
            title={t('title')}
            note={query.data && format.number(schedules.length)}
            extra={
              <>
                {choice} {add}
              </>
            }
            rowKey="id"
            rowClassName={({ id }) => (id === open ? 'row-open' : '')}
            onRow={({ id }) => ({ onClick: () => setOpen(id) })}
            columns={[
              { title: t('name'), render: (_, { id, name }) => <RowLink to={linkTo(id)}>{name}</RowLink> },
              { title: t('when'), render: (_, schedule) => <When of={schedule} /> },
              { title: t('workflow'), render: (_, { workflow }) => <WorkflowName id={workflow} /> },
              { title: t('next'), render: (_, schedule) => <Next schedule={schedule} /> },
              { title: t('last'), render: (_, { status }) => <Last status={status} /> },
            ]}
          />
        )}
      </Page>
    </Beside>
  );
};

const WorkflowName = ({ id }: { id: string }) => useWorkflowNames()(id);

const Next = ({ schedule }: { schedule: Schema<'TriggerAnswer'> }) => {
  const { t } = useTranslation('schedules');
  const times: unknown = (schedule as Record<string, unknown>).nextFireTimes;
  const first: unknown = Array.isArray(times) ? times[0] : undefined;
  if (!schedule.enabled) return t('paused');
  return typeof first === 'string' ? <Time at={first} /> : t('never');
};

const Last = ({ status }: { status: Schema<'TriggerStatus'> }) =>
  status.lastFiring && (
    <>
      <FiringMark status={status.lastFiring.status} /> <Time at={status.lastFiring.dueAt} />
    </>
  );
