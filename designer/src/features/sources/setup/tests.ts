import type { Dialect } from '../dialects';

/** A body that says that a test alert fires, as each system would send it. */
export const testBody = (dialect: Dialect, now: Date): string =>
  JSON.stringify(bodies[dialect](now.toISOString(), Math.floor(now.getTime() / 1000)));

const alert = (at: string) => ({
  status: 'firing',
  labels: { alertname: 'TestAlert', severity: 'info' },
  annotations: { summary: 'Test of the way to Runbooks' },
  startsAt: at,
});

const event = (at: string, seconds: number) => ({
  specversion: '1.0',
  id: `test-${seconds}`,
  source: '/test',
  type: 'com.example.alert.fired',
  time: at,
  datacontenttype: 'application/json',
  data: { name: 'TestAlert', severity: 'info', status: 'firing', labels: { team: 'ops' } },
});

const bodies: Record<Dialect, (at: string, seconds: number) => object> = {
  alertmanager: (at) => ({ alerts: [alert(at)] }),
  grafana: (at) => ({ alerts: [{ ...alert(at), values: { A: 1 } }] }),
  zabbix: (_, seconds) => ({ event_id: `test-${seconds}`, event_value: '1', event_name: 'TestAlert', nseverity: '1', host: 'test' }),
  sns: () => ({}),
  datadog: (_, seconds) => ({ cycle: `test-${seconds}`, transition: 'Triggered', title: 'TestAlert', type: 'info', date: `${seconds}000` }),
  icinga: (_, seconds) => ({ host: 'test', service: 'TestAlert', state: 'WARNING', state_type: 'HARD', timestamp: `${seconds}` }),
  cloudevents: event,
  generic: (at, seconds) => ({
    events: [{ id: `test-${seconds}`, title: 'TestAlert', severity: 'info', open: true, since: at, machine: 'test' }],
  }),
};
