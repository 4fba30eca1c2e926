import type { Dialect } from '../dialects';
import { datadog, sns, testSns } from './clouds';
import { curl } from './curl';
import { icinga, icingaRules } from './icinga';
import { alertmanager, grafana } from './prometheus';
import type { Setup, Snippet } from './setup';
import { testBody } from './tests';
import { zabbix } from './zabbix';

const structured = 'application/cloudevents+json';

/** What to copy into the monitoring system, and a line that tries the way. */
export const snippetsOf = (dialect: Dialect, setup: Setup, now: Date): Snippet[] => {
  const test = (): Snippet => ({
    title: 'test',
    file: 'send-test-alert.sh',
    code: curl(setup, testBody(dialect, now), dialect === 'cloudevents' ? structured : undefined),
  });
  switch (dialect) {
    case 'alertmanager':
      return [{ title: 'alertmanager', file: 'alertmanager.yml', code: alertmanager(setup) }, test()];
    case 'grafana':
      return [{ title: 'grafana', file: 'runbooks.yaml', code: grafana(setup) }, test()];
    case 'zabbix':
      return [{ title: 'zabbix', file: 'zabbix-media-type-runbooks.yaml', code: zabbix(setup) }, test()];
    case 'sns':
      return [
        { title: 'sns', file: 'subscribe.sh', code: sns(setup) },
        { title: 'testSns', file: 'send-test-alert.sh', code: testSns() },
      ];
    case 'datadog':
      return [{ title: 'datadog', file: 'datadog-webhook.sh', code: datadog(setup) }, test()];
    case 'icinga':
      return [
        { title: 'icinga', file: 'runbooks-commands.conf', code: icinga(setup) },
        { title: 'icingaRules', file: 'runbooks-notifications.conf', code: icingaRules() },
        test(),
      ];
    case 'cloudevents':
      return [{ ...test(), title: 'cloudevents' }];
    case 'generic':
      return [{ ...test(), title: 'generic' }];
  }
};
