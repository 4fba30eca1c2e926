import type { Schema } from '@/api/operations';
import { isObject, type JsonObject } from '@/json/pointer';

/** A channel as it is sent; secrets are only ever written. */
export type ChannelDraft = {
  name: string;
  settings: JsonObject;
  secrets: Record<string, string>;
  language: Schema<'ChannelLanguage'>;
  enabled: boolean;
  kinds: Schema<'MessageKind'>[];
  workflows: string[];
  minimumSeverity: Schema<'MessageSeverity'>;
};

export const kinds = ['recommendation', 'page', 'run-failed', 'approval', 'trigger-failed'] as const satisfies Schema<'MessageKind'>[];

export const severities = ['info', 'warning', 'error', 'critical'] as const satisfies Schema<'MessageSeverity'>[];

export const languages = ['en', 'zh'] as const satisfies Schema<'ChannelLanguage'>[];

/** A new channel is told everything, in the language of who makes it. */
export const emptyDraft = (language: string): ChannelDraft => ({
  name: '',
  settings: {},
  secrets: {},
  language: language === 'zh' ? 'zh' : 'en',
  enabled: true,
  kinds: [...kinds],
  workflows: [],
  minimumSeverity: 'info',
});

export const draftOf = (channel: Schema<'ChannelAnswer'>): ChannelDraft => ({
  name: channel.name,
  settings: isObject(channel.settings) ? channel.settings : {},
  secrets: {},
  language: channel.language,
  enabled: channel.enabled,
  kinds: channel.kinds,
  workflows: channel.workflows,
  minimumSeverity: channel.minimumSeverity,
});

/** With or without a kind, in the order in which they are shown. */
export const withKind = (chosen: readonly Schema<'MessageKind'>[], kind: Schema<'MessageKind'>, wanted: boolean): Schema<'MessageKind'>[] =>
  kinds.filter((one) => (one === kind ? wanted : chosen.includes(one)));
