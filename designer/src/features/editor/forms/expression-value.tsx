import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { api } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { apiQuery } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { useSettled } from '@/schema-form/use-settled';
import { useEditor } from '../store';
import { valueWords } from './value-words';

/** The run over which expressions are shown; the newest, where none was chosen. */
const useChosenRun = create<{ workflow: string; run: string | undefined }>()(() => ({ workflow: '', run: undefined }));

/** What the expression gives over a past run of this workflow, as it is typed. */
export const ExpressionValue = ({ text, step, bare }: { text: string; step: string; bare: boolean }) => {
  const { t } = useTranslation('editor/panels');
  const format = useFormat();
  const id = useEditor((state) => state.id);
  const published = useEditor((state) => state.publishedVersion !== null);
  const chosen = useChosenRun();
  const runs = useQuery({
    ...apiQuery('/api/v1/runs', { query: { workflow: id, limit: 20 } }),
    enabled: id !== '' && published,
    staleTime: 30_000,
  });
  const items = runs.data?.items ?? [];
  const run = (chosen.workflow === id ? chosen.run : undefined) ?? items[0]?.id;
  const written = useSettled(bare && !text.includes('${') && text.trim() !== '' ? `\${ ${text} }` : text);
  const isComplete = /\$\{\s*[^\s}]/.test(written);
  const value = useQuery({
    queryKey: ['/api/v1/workflows/{id}/expressions/evaluate', id, run, step, written],
    queryFn: ({ signal }) =>
      api.post('/api/v1/workflows/{id}/expressions/evaluate', {
        params: { id },
        body: { text: written, step, runId: run ?? '' },
        signal,
      }),
    enabled: run !== undefined && isComplete,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (run === undefined || !isComplete) return null;
  const failed = value.error instanceof ApiProblem ? value.error.detail : undefined;
  const error = value.data?.error ?? failed;
  return (
    <div className="expression-value">
      <output title={value.data ? JSON.stringify(value.data.value, null, 2)?.slice(0, 2000) : undefined}>
        {error ? (
          <span className="pane-wrong">{error}</span>
        ) : (
          value.data && `= ${valueWords(value.data.value, (count) => t('value.more', { count }))}`
        )}
      </output>
      <Select
        size="small"
        variant="borderless"
        aria-label={t('value.run')}
        popupMatchSelectWidth={false}
        value={run}
        options={items.map((one) => ({
          value: one.id,
          label: t('value.inRun', { time: format.time(one.startedAt ?? one.createdAt) }),
          status: one.status,
        }))}
        optionRender={({ data }) => (
          <>
            <StateMark state={stateOf(data.status)} bare size={12} /> {data.label}
          </>
        )}
        onChange={(now) => useChosenRun.setState({ workflow: id, run: now })}
      />
    </div>
  );
};
