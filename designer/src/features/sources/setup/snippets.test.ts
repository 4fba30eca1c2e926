import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dialectNames } from '../dialects';
import type { Setup } from './setup';
import { snippetsOf } from './snippets';

const now = new Date('2026-11-24T14:00:00Z');
const setup: Setup = {
  name: 'lab',
  url: 'https://runbooks.example/hooks/lab',
  authentication: { type: 'bearer' },
  secret: `it's "a" secret`,
};
const first = (dialect: (typeof dialectNames)[number], more: Partial<Setup> = {}): string =>
  snippetsOf(dialect, { ...setup, ...more }, now)[0]?.code ?? '';

describe.each(dialectNames)('Snippets of %s', (dialect) => {
  it('Snippets_OfEach_SayWhereToSend', () => {
    if (dialect === 'sns') return expect(first(dialect)).toContain(setup.url);
    for (const { title, code } of snippetsOf(dialect, setup, now)) if (title !== 'icingaRules') expect(code).toContain(setup.url);
  });

  it('Snippets_SecretNotKnown_HaveAPlaceForIt', () => {
    const types = dialect === 'sns' ? [] : (['bearer', 'basic'] as const);
    for (const type of types)
      for (const { title, code } of snippetsOf(dialect, { ...setup, secret: undefined, authentication: { type, userName: 'u' } }, now))
        if (title !== 'icingaRules' && !(dialect === 'zabbix' && type === 'basic')) expect(code).toMatch(/<token>|<password>|<Basic/);
  });
});

it('Alertmanager_ItsReceiver_IsYamlWithTheSecretAsItIs', () => {
  const [receiver] = parse(first('alertmanager')).receivers;
  expect(receiver.webhook_configs[0]).toEqual({
    url: setup.url,
    send_resolved: true,
    max_alerts: 0,
    http_config: { authorization: { type: 'Bearer', credentials: setup.secret } },
  });
  const basic = parse(first('alertmanager', { authentication: { type: 'basic', userName: 'am' } })).receivers[0].webhook_configs[0];
  expect(basic.http_config).toEqual({ basic_auth: { username: 'am', password: setup.secret } });
  const open = parse(first('alertmanager', { authentication: { type: 'none' } })).receivers[0].webhook_configs[0];
  expect(open.http_config).toBeUndefined();
});

it('Grafana_Signed_HasTheHeadersOfTheSource', () => {
  const authentication = { type: 'hmac', signatureHeader: 'X-Grafana-Alerting-Signature', timestampHeader: 'X-Time' } as const;
  expect(parse(first('grafana', { authentication })).contactPoints[0].receivers[0].settings).toMatchObject({
    url: setup.url,
    hmacConfig: { secret: setup.secret, header: 'X-Grafana-Alerting-Signature', timestampHeader: 'X-Time' },
  });
  expect(parse(first('grafana', { authentication: { type: 'none' } })).contactPoints[0].receivers[0].settings.maxAlerts).toBe('0');
});

it('Zabbix_ItsMediaType_SendsWithTheToken', () => {
  const [media] = parse(first('zabbix')).zabbix_export.media_types;
  expect(media.parameters).toContainEqual({ name: 'token', value: setup.secret });
  const sent: { headers: string[]; url?: string; body?: string } = { headers: [] };
  let status = 202;
  class HttpRequest {
    addHeader = (header: string) => sent.headers.push(header);
    post = (url: string, body: string) => Object.assign(sent, { url, body }) && '{"accepted":1,"detail":"No."}';
    getStatus = () => status;
  }
  const log = () => undefined;
  const run = new Function('value', 'HttpRequest', 'Zabbix', media.script);
  expect(JSON.parse(run(JSON.stringify({ url: setup.url, token: 't', event_id: '9', event_value: '1' }), HttpRequest, { log }))).toEqual({
    tags: { __runbooks: 'accepted' },
  });
  expect(sent.headers).toContain('Authorization: Bearer t');
  expect([sent.url, JSON.parse(sent.body ?? '')]).toEqual([setup.url, { event_id: '9', event_value: '1' }]);
  status = 401;
  expect(() => run(JSON.stringify({ url: setup.url, token: 't' }), HttpRequest, { log })).toThrow(/answered 401: No\..*parameter 'token'/);
});

it('Zabbix_TheShippedExport_IsWhatIsOffered', async () => {
  const shipped = first('zabbix', { url: '{$RUNBOOKS_URL}', secret: '{$RUNBOOKS_TOKEN}' });
  await expect(shipped).toMatchFileSnapshot('../../../../../server/Alerts/Zabbix/runbooks-media-type.yaml');
});

it('Datadog_ItsWebhook_IsJsonOfWhatTheServerReads', () => {
  const sent = /--data-raw '(.*)'$/m.exec(first('datadog', { secret: 'abc' }))?.[1] ?? '';
  const webhook = JSON.parse(sent);
  expect(JSON.parse(webhook.custom_headers)).toEqual({ Authorization: 'Bearer abc' });
  expect(JSON.parse(webhook.payload)).toMatchObject({ cycle: '$ALERT_CYCLE_KEY', transition: '$ALERT_TRANSITION' });
});

it('Test_OfASignedSource_SignsTheBodyAsItIsSent', () => {
  const authentication = { type: 'hmac', signatureHeader: 'X-Sig', timestampHeader: 'X-Time' } as const;
  const code = snippetsOf('generic', { ...setup, secret: 's', authentication }, now).at(-1)?.code ?? '';
  expect(code).toContain(`printf '%s' "$time:$body" | openssl dgst -sha256 -hmac 's' -r`);
  expect(code).toContain('-H "X-Sig: sha256=$signature" -H "X-Time: $time"');
});
