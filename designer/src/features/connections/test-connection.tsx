import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { useMay } from '@/api/session';
import { useFormat } from '@/format/use-format';
import { usePlatformName } from '@/marks/platform-name';
import { StateMark } from '@/marks/state-mark';
import { CallProblem } from '@/problem/call-problem';
import { ProblemCard } from '@/problem/problem-card';
import { useNextStep } from './next-step';

type Connection = Schema<'ConnectionAnswer'>;

/** Reads the inventory now, and says how that ended: with what was seen, or with the platform's own words. */
export const TestConnection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation('connections');
  const queries = useQueryClient();
  const may = useMay('operate');
  const test = useMutation({
    mutationFn: () => api.post('/api/v1/connections/{id}/test', { params: { id: connection.id } }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/connections') });
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/fleet/summary') });
    },
  });
  return (
    <>
      <div className="pane-actions connection-test">
        <Button onClick={() => test.mutate()} loading={test.isPending} disabled={!may}>
          {t('test.run')}
        </Button>
        {!may && <span className="pane-help">{t('notAllowed')}</span>}
        {test.isPending && <span className="pane-help">{t('test.running')}</span>}
      </div>
      <div aria-live="polite">{test.data && !test.isPending && <Result connection={connection} result={test.data} />}</div>
      {test.error && <CallProblem error={test.error} what={t('test.notRun')} />}
    </>
  );
};

const Result = ({ connection, result }: { connection: Connection; result: Schema<'ConnectionTest'> }) => {
  const { t } = useTranslation('connections');
  const format = useFormat();
  const nextStep = useNextStep();
  const platformName = usePlatformName();
  if (result.ok)
    return (
      <p className="connection-tested">
        <StateMark state="completed" bare />
        {t('test.ok', {
          hosts: format.number(result.hosts ?? 0),
          vms: format.number(result.vms ?? 0),
          storages: format.number(result.storages ?? 0),
          time: format.duration(result.milliseconds),
        })}
      </p>
    );
  // While it is down, what it said stands above already.
  if (connection.status === 'down' && connection.statusDetail.message === result.message)
    return (
      <p className="connection-tested">
        <StateMark state="failed" bare />
        {t('test.stillDown', { time: format.duration(result.milliseconds) })}
      </p>
    );
  return (
    <ProblemCard
      trouble={{
        title: t('test.failed', { name: connection.name }),
        detail: t('test.failedAfter', { time: format.duration(result.milliseconds) }),
        ...(result.message ? { said: { by: platformName(connection.platform), text: result.message } } : {}),
        ...nextStep(result.code, result.nextStep),
        code: result.code ?? 'connection.test-failed',
        path: connection.id,
      }}
    />
  );
};
