import type { Schema } from '@/api/operations';
import { type AuthenticationType, type Dialect, dialects, secretName } from './dialects';

/** A source as it is written in the form. A secret that is left out stays as it is stored. */
export type SourceDraft = {
  name: string;
  dialect: Dialect | undefined;
  type: AuthenticationType;
  secret: string | undefined;
  userName: string;
  signatureHeader: string;
  timestampHeader: string;
  /** Kept as it is stored. */
  tolerance: string | null;
  topicArn: string;
  subject: string;
  timeZone: string;
  mapping: string;
};

/** What a mapping may look like, for an own tool that sends a list of events. */
const exampleMapping = `{
  "items": "\${ payload.events }",
  "fingerprint": "\${ item.id }",
  "name": "\${ item.title }",
  "severity": "\${ item.severity }",
  "status": "\${ item.open ? 'firing' : 'resolved' }",
  "startsAt": "\${ item.since }",
  "labels": { "host": "\${ item.machine }" }
}`;

export const emptyDraft: SourceDraft = {
  name: '',
  dialect: undefined,
  type: 'bearer',
  secret: undefined,
  userName: '',
  signatureHeader: '',
  timestampHeader: '',
  tolerance: null,
  topicArn: '',
  subject: '',
  timeZone: '',
  mapping: exampleMapping,
};

/** Another dialect keeps what was written, as far as it can be used there. */
export const withDialect = (draft: SourceDraft, dialect: Dialect, taken: readonly string[]): SourceDraft => {
  const types: readonly AuthenticationType[] = dialects[dialect];
  const isUntouched = draft.name === '' || draft.name.replace(/-\d+$/, '') === draft.dialect;
  return {
    ...draft,
    dialect,
    name: isUntouched ? freeName(dialect, taken) : draft.name,
    type: types.includes(draft.type) ? draft.type : (types[0] ?? 'none'),
  };
};

const freeName = (name: string, taken: readonly string[]): string => {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    if (!taken.includes(free)) return free;
  }
};

export const draftOf = (source: Schema<'AlertSourceAnswer'>): SourceDraft => {
  const { authentication } = source;
  return {
    name: source.name,
    dialect: source.dialect as Dialect,
    type: authentication.type,
    secret: undefined,
    userName: authentication.userName ?? '',
    signatureHeader: authentication.signatureHeader ?? '',
    timestampHeader: authentication.timestampHeader ?? '',
    tolerance: authentication.tolerance ?? null,
    topicArn: authentication.topicArn ?? '',
    subject: authentication.subject ?? '',
    timeZone: source.timeZone,
    mapping: source.mapping ? JSON.stringify(source.mapping, null, 2) : exampleMapping,
  };
};

/** What is wrong with the mapping's text; undefined where it can be read. */
export const mappingProblem = (draft: SourceDraft): string | undefined => {
  if (draft.dialect !== 'generic') return undefined;
  try {
    JSON.parse(draft.mapping);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

const given = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export const requestOf = (draft: SourceDraft): Schema<'AlertSourceRequest'> => {
  const { type, secret } = draft;
  const key = secretName(type);
  return {
    name: draft.name.trim(),
    dialect: draft.dialect ?? null,
    authentication: {
      type,
      token: null,
      password: null,
      secret: null,
      ...(key && secret ? { [key]: secret } : {}),
      userName: type === 'basic' ? given(draft.userName) : null,
      signatureHeader: type === 'hmac' ? given(draft.signatureHeader) : null,
      timestampHeader: type === 'hmac' ? given(draft.timestampHeader) : null,
      tolerance: type === 'hmac' && draft.timestampHeader.trim() !== '' ? draft.tolerance : null,
      topicArn: type === 'sns' ? given(draft.topicArn) : null,
      subject: type === 'mtls' ? given(draft.subject) : null,
    },
    timeZone: draft.dialect === 'zabbix' ? given(draft.timeZone) : null,
    mapping: draft.dialect === 'generic' ? (JSON.parse(draft.mapping) as Schema<'JsonElement'>) : null,
  };
};

/** 256 bits of chance, as a text that needs no quotes anywhere. */
export const newSecret = (): string =>
  [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
