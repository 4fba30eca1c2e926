import type { Schema } from '@/api/operations';

export type AuthenticationType = Schema<'AuthenticationType'>;

/** Which proofs each monitoring system can give, the best one that is easy to set up first. */
export const dialects = {
  alertmanager: ['bearer', 'basic', 'mtls', 'none'],
  grafana: ['bearer', 'hmac', 'basic', 'none'],
  zabbix: ['bearer', 'none'],
  sns: ['sns'],
  datadog: ['bearer', 'basic', 'none'],
  icinga: ['bearer', 'basic', 'mtls', 'none'],
  cloudevents: ['bearer', 'hmac', 'basic', 'mtls', 'none'],
  generic: ['bearer', 'hmac', 'basic', 'mtls', 'none'],
} as const satisfies Record<string, readonly AuthenticationType[]>;

export type Dialect = keyof typeof dialects;

export const dialectNames = Object.keys(dialects) as Dialect[];

export const isDialect = (name: string): name is Dialect => Object.hasOwn(dialects, name);

/** What the makers call them; the two others have a word of ours. */
export const makers: Partial<Record<string, string>> = {
  alertmanager: 'Alertmanager',
  grafana: 'Grafana',
  zabbix: 'Zabbix',
  sns: 'AWS CloudWatch (SNS)',
  datadog: 'Datadog',
  icinga: 'Icinga',
  cloudevents: 'CloudEvents',
};

/** The secret that a proof stands on, by its name in the API. */
export const secretOf = { bearer: 'token', basic: 'password', hmac: 'secret' } as const satisfies Partial<
  Record<AuthenticationType, string>
>;
type Keyed = keyof typeof secretOf;
export const secretName = (type: AuthenticationType): (typeof secretOf)[Keyed] | undefined =>
  Object.hasOwn(secretOf, type) ? secretOf[type as Keyed] : undefined;
