import type { Schema } from '@/api/operations';

/** What a monitoring system must be told: where to send to, and how to prove who it is. */
export type Setup = {
  /** The source's name. */
  name: string;
  /** The whole address of its hook. */
  url: string;
  authentication: Schema<'AuthenticationSettings'>;
  /** Known only right after it was typed; nothing gives a stored one out. */
  secret: string | undefined;
};

/** Something to copy. `title` and `help` are texts of this feature, the code is as the other system reads it. */
export type Snippet = { title: SnippetTitle; file: string; code: string };

type SnippetTitle =
  | 'alertmanager'
  | 'grafana'
  | 'zabbix'
  | 'sns'
  | 'datadog'
  | 'icinga'
  | 'icingaRules'
  | 'cloudevents'
  | 'generic'
  | 'test'
  | 'testSns';

const placeholders: Partial<Record<Setup['authentication']['type'], string>> = { bearer: '<token>', basic: '<password>', hmac: '<secret>' };

/** The secret, or where to put it. */
export const secretIn = ({ authentication, secret }: Setup): string => secret ?? placeholders[authentication.type] ?? '';

/** A text between quotes, as YAML, JSON and Icinga's language read it. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A word of a shell. */
export const word = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Lines, without those that are not there. */
export const lines = (...all: readonly (string | false | undefined)[]): string =>
  `${all.filter((one) => typeof one === 'string').join('\n')}\n`;

export const indented = (by: number, text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(by) + line))
    .join('\n');
