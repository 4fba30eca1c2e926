import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { CallProblem } from '@/problem/call-problem';
import { ProblemCard } from '@/problem/problem-card';

type Channel = Schema<'ChannelAnswer'>;

/** Sends a sample now, and shows what the service said. */
export const TestChannel = ({ channel }: { channel: Channel }) => {
  const { t } = useTranslation('channels');
  const queries = useQueryClient();
  const test = useMutation({
    mutationFn: () => api.post('/api/v1/channels/{id}/test', { params: { id: channel.id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: apiKey('/api/v1/channels') }),
  });
  return (
    <>
      <div className="pane-actions">
        <Button onClick={() => test.mutate()} loading={test.isPending}>
          {t('test.run')}
        </Button>
        {test.isPending && <span className="pane-help">{t('test.running')}</span>}
      </div>
      <div aria-live="polite">{test.data && !test.isPending && <Result channel={channel} result={test.data} />}</div>
      {test.error && <CallProblem error={test.error} what={t('test.notRun')} />}
    </>
  );
};

const Result = ({ channel, result }: { channel: Channel; result: Schema<'ChannelTest'> }) => {
  const { t } = useTranslation('channels');
  const format = useFormat();
  const time = format.duration(result.milliseconds);
  if (!result.ok)
    return (
      <ProblemCard
        trouble={{
          title: t('test.failed', { name: channel.name }),
          detail: t('test.failedAfter', { time }),
          ...(result.message ? { original: result.message } : {}),
          code: result.code ?? 'channel.test-failed',
          path: channel.id,
        }}
      />
    );
  return (
    <>
      <p className="channel-tested">
        <StateMark state="completed" bare /> {t('test.ok', { time })}
      </p>
      {result.answer && (
        <>
          <p className="pane-help">{t('test.answer')}</p>
          <pre className="wrapped">{result.answer}</pre>
        </>
      )}
    </>
  );
};
