import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { useMay } from '@/api/session';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { CallProblem } from '@/problem/call-problem';
import { useCodes } from '@/problem/codes/use-codes';

type Connection = Schema<'ConnectionCount'>;

/** A connection that is down leaves grey rows: here it says so, why, and what is to be done. */
export const StaleConnections = ({ connections }: { connections: readonly Connection[] }) =>
  connections.filter(({ status, staleVms }) => status === 'down' || staleVms > 0).map((down) => <Stale key={down.id} connection={down} />);

const Stale = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const queries = useQueryClient();
  const mayTest = useMay('operate');
  const [isOpen, setOpen] = useState(false);
  const test = useMutation({
    mutationFn: () => api.post('/api/v1/connections/{id}/test', { params: { id: connection.id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: apiKey('/api/v1/fleet/summary') }),
  });
  const { message, code, since } = connection.statusDetail;
  const { words, foreign } = useCodes();
  const nextStep = (foreign ? words(code)?.next : undefined) ?? connection.statusDetail.nextStep;
  return (
    <section className="fleet-down" aria-label={t('down.label', { name: connection.name })}>
      <StateMark state="stale" bare />
      <p>
        <strong>{t('down.since', { name: connection.name, time: format.time(since) })}</strong>{' '}
        {t('down.rows', { count: connection.staleVms, vms: format.number(connection.staleVms) })}
        {nextStep && <> {t('down.next', { step: nextStep })}</>}
      </p>
      {message && (
        <Button type="text" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('down.why')}
        </Button>
      )}
      {mayTest && (
        <Button type="text" loading={test.isPending} onClick={() => test.mutate()}>
          {t('down.test')}
        </Button>
      )}
      {isOpen && <pre>{message}</pre>}
      {test.error && <CallProblem error={test.error} what={t('down.testFailed')} />}
    </section>
  );
};
