import { lines, type Setup, secretIn, word } from './setup';

/** The topic sends to the hook; the server confirms that by itself. */
export const sns = ({ url, authentication }: Setup): string => {
  const topic = authentication.topicArn ?? '<topic ARN>';
  return lines(
    'aws sns subscribe \\',
    `  --topic-arn ${word(topic)} \\`,
    `  --protocol ${url.startsWith('http:') ? 'http' : 'https'} \\`,
    `  --notification-endpoint ${word(url)}`,
    '',
    '# Then for each alarm: both its beginning and its end go to the topic.',
    "aws cloudwatch put-metric-alarm --alarm-name '<alarm>' \\",
    "  --namespace AWS/EC2 --metric-name CPUUtilization --dimensions 'Name=InstanceId,Value=<instance id>' \\",
    '  --statistic Average --period 60 --evaluation-periods 5 --threshold 80 --comparison-operator GreaterThanThreshold \\',
    `  --alarm-actions ${word(topic)} --ok-actions ${word(topic)}`,
  );
};

export const testSns = (): string =>
  lines("aws cloudwatch set-alarm-state --alarm-name '<alarm>' --state-value ALARM --state-reason 'Test of the way to Runbooks'");

/** What the payload of Datadog's webhook must say; the server reads these names. */
const datadogPayload = {
  cycle: '$ALERT_CYCLE_KEY',
  transition: '$ALERT_TRANSITION',
  title: '$EVENT_TITLE',
  message: '$TEXT_ONLY_MSG',
  type: '$ALERT_TYPE',
  priority: '$ALERT_PRIORITY',
  host: '$HOSTNAME',
  monitor: '$ALERT_ID',
  scope: '$ALERT_SCOPE',
  tags: '$TAGS',
  query: '$ALERT_QUERY',
  date: '$DATE',
  link: '$LINK',
};

/** Makes a webhook in Datadog, which monitors then name as @webhook-runbooks. */
export const datadog = (setup: Setup): string => {
  const { type, userName } = setup.authentication;
  const secret = secretIn(setup);
  const proof =
    type === 'bearer'
      ? `Bearer ${secret}`
      : type === 'basic'
        ? setup.secret
          ? `Basic ${base64(`${userName}:${secret}`)}`
          : '<Basic, and user:password as base64>'
        : undefined;
  const webhook = {
    name: 'runbooks',
    url: setup.url,
    encode_as: 'json',
    ...(proof ? { custom_headers: JSON.stringify({ Authorization: proof }) } : {}),
    payload: JSON.stringify(datadogPayload, null, 2),
  };
  return lines(
    '# The site is that of your account: datadoghq.com, datadoghq.eu, us5.datadoghq.com …',
    "curl -sS -X POST 'https://api.datadoghq.com/api/v1/integration/webhooks/configuration/webhooks' \\",
    '  -H "DD-API-KEY: $DD_API_KEY" -H "DD-APPLICATION-KEY: $DD_APP_KEY" -H \'Content-Type: application/json\' \\',
    `  --data-raw ${word(JSON.stringify(webhook))}`,
    '',
    '# Then write in the message of each monitor: @webhook-runbooks',
  );
};

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
