import { indented, lines, quoted, type Setup, secretIn } from './setup';

/** A receiver of Alertmanager, and the route that leads to it. */
export const alertmanager = (setup: Setup): string => {
  const proof = httpConfig(setup);
  return lines(
    'route:',
    '  # Put this route first; the others go on as they are.',
    '  routes:',
    '    - receiver: runbooks',
    '      continue: true',
    '',
    'receivers:',
    '  - name: runbooks',
    '    webhook_configs:',
    `      - url: ${quoted(setup.url)}`,
    '        send_resolved: true',
    '        max_alerts: 0',
    proof && '        http_config:',
    proof && indented(10, proof),
  );
};

const httpConfig = (setup: Setup): string | undefined => {
  const { type, userName } = setup.authentication;
  const secret = quoted(secretIn(setup));
  if (type === 'bearer') return lines('authorization:', '  type: Bearer', `  credentials: ${secret}`);
  if (type === 'basic') return lines('basic_auth:', `  username: ${quoted(userName ?? '')}`, `  password: ${secret}`);
  if (type === 'mtls') return lines('tls_config:', '  cert_file: /etc/alertmanager/client.pem', '  key_file: /etc/alertmanager/client.key');
  return undefined;
};

/** A contact point of Grafana, as a file that it reads at its start. */
export const grafana = (setup: Setup): string =>
  lines(
    'apiVersion: 1',
    'contactPoints:',
    '  - orgId: 1',
    '    name: runbooks',
    '    receivers:',
    `      - uid: ${quoted(`runbooks-${setup.name}`.slice(0, 40))}`,
    '        type: webhook',
    '        disableResolveMessage: false',
    '        settings:',
    `          url: ${quoted(setup.url)}`,
    '          httpMethod: POST',
    '          maxAlerts: "0"',
    indented(10, grafanaProof(setup)) || undefined,
  );

const grafanaProof = (setup: Setup): string => {
  const { type, userName, signatureHeader, timestampHeader } = setup.authentication;
  const secret = quoted(secretIn(setup));
  if (type === 'bearer') return lines('authorization_scheme: Bearer', `authorization_credentials: ${secret}`);
  if (type === 'basic') return lines(`username: ${quoted(userName ?? '')}`, `password: ${secret}`);
  if (type !== 'hmac') return '';
  return lines(
    'hmacConfig:',
    `  secret: ${secret}`,
    `  header: ${quoted(signatureHeader ?? 'X-Grafana-Alerting-Signature')}`,
    timestampHeader ? `  timestampHeader: ${quoted(timestampHeader)}` : undefined,
  );
};
