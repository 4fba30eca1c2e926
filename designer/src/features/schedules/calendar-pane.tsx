import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ChangeEvent, type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { ApiProblem } from '@/api/problem';
import { apiKey, apiQuery } from '@/api/queries';
import type { JsonObject } from '@/json/pointer';
import { Pane } from '@/layout/beside';
import { Removal } from '@/layout/removal';
import { CallProblem } from '@/problem/call-problem';
import { SchemaForm } from '@/schema-form/schema-form';
import { calendarMembers, calendarSchema } from './calendar-schema';
import { freeId } from './free-id';

type Calendar = Schema<'CalendarAnswer'>;

const fresh: JsonObject = {
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
};

const draftOf = (calendar: Calendar): JsonObject =>
  Object.fromEntries(Object.entries(calendar).filter(([name, value]) => calendarMembers.includes(name) && value !== null)) as JsonObject;

/** One calendar, or a new one. */
export const CalendarPane = ({ id, onOpen, onClose }: { id: string; onOpen: (id: string) => void; onClose: () => void }) => {
  const { t } = useTranslation('schedules');
  const read = useQuery(apiQuery('/api/v1/calendars', {}));
  const calendar = read.data?.items.find((one) => one.id === id);
  const taken = read.data?.items.map((one) => one.id) ?? [];
  return (
    <Pane name="calendar" title={calendar ? calendar.name || calendar.id : t('calendars.add')} onClose={onClose}>
      {read.error && !read.data && <CallProblem error={read.error} what={t('calendars.failed')} retry={read.refetch} />}
      {read.data && <Form key={calendar?.eTag ?? 'new'} calendar={calendar} taken={taken} onSaved={onOpen} />}
      {calendar && <Import calendar={calendar} />}
      {calendar && <Delete calendar={calendar} onDeleted={onClose} />}
    </Pane>
  );
};

const useWords = () => {
  const { t, i18n } = useTranslation('schedules');
  return (name: string) => {
    const find = (key: string): string | undefined => {
      const found: unknown = i18n.getResource(i18n.language, 'schedules', key);
      return typeof found === 'string' ? found : undefined;
    };
    const title = find(`calendars.member.${name}`);
    const description = find(`calendars.help.${name}`);
    const choice = (value: string): string | undefined => find(`calendars.day.${value}`);
    return { title: title ?? t('name'), ...(description === undefined ? {} : { description }), choice };
  };
};

const Form = ({
  calendar,
  taken,
  onSaved,
}: {
  calendar: Calendar | undefined;
  taken: readonly string[];
  onSaved: (id: string) => void;
}) => {
  const { t } = useTranslation('schedules');
  const queries = useQueryClient();
  const words = useWords();
  const [draft, setDraft] = useState<JsonObject>(() => (calendar ? draftOf(calendar) : fresh));
  const save = useMutation({
    mutationFn: async () => {
      const id = calendar?.id ?? freeId(draft.name, taken);
      const headers: Record<string, string> = calendar ? { 'If-Match': calendar.eTag } : {};
      await api.put('/api/v1/calendars/{id}', { params: { id }, body: draft as never, headers });
      return id;
    },
    onSuccess: async (id) => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/calendars') });
      onSaved(id);
    },
  });
  const problems = save.error instanceof ApiProblem ? save.error.errors : [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="pane-form" onSubmit={submit}>
      <SchemaForm schema={calendarSchema} value={draft} onChange={setDraft} problems={problems} texts={words} />
      {save.error && problems.length === 0 && <CallProblem error={save.error} what={t('calendars.saveFailed')} />}
      {problems.length > 0 && (
        <p className="labelled-problem" role="alert">
          {t('calendars.saveFailed')}
        </p>
      )}
      <div className="pane-actions">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('calendars.save')}
        </Button>
      </div>
    </form>
  );
};

/** Holidays come as a file from whoever publishes them. */
const Import = ({ calendar }: { calendar: Calendar }) => {
  const { t } = useTranslation('schedules');
  const queries = useQueryClient();
  const read = useMutation({
    mutationFn: async (file: File) =>
      api.post('/api/v1/calendars/{id}/import', {
        params: { id: calendar.id },
        body: (await file.text()) as never,
        headers: { 'Content-Type': 'text/calendar' },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKey('/api/v1/calendars') }),
  });
  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const file = target.files?.[0];
    if (file) read.mutate(file);
    target.value = '';
  };
  return (
    <section>
      <h3>{t('calendars.import')}</h3>
      <p className="pane-help">{t('calendars.importHelp')}</p>
      <input type="file" accept=".ics,text/calendar" aria-label={t('calendars.import')} onChange={choose} />
      {read.data && (
        <p className="pane-help" role="status">
          {t('calendars.imported', { days: read.data.days, spans: read.data.spans, known: read.data.known })}
        </p>
      )}
      {read.error && <CallProblem error={read.error} what={t('calendars.importFailed')} />}
    </section>
  );
};

const Delete = ({ calendar, onDeleted }: { calendar: Calendar; onDeleted: () => void }) => {
  const { t } = useTranslation('schedules');
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete('/api/v1/calendars/{id}', { params: { id: calendar.id } }),
    onSuccess: () => {
      onDeleted();
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/calendars') });
    },
  });
  return (
    <Removal
      ask={t('calendars.delete')}
      title={t('calendars.deleteTitle', { name: calendar.name || calendar.id })}
      text={t('calendars.deleteText')}
      now={t('calendars.deleteNow')}
      failed={t('calendars.deleteFailed')}
      call={remove}
    />
  );
};
