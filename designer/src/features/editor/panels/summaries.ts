import type { TFunction } from 'i18next';
import type { Policy, Step } from '@/canvas/definition';
import type { JsonObject } from '@/json/pointer';
import { durationWords } from '@/schema-form/duration';
import type { JsonSchema } from '@/schema-form/schema';
import type { Language } from '@/text/languages';

type T = TFunction<'editor/panels'>;

export const listOf = (value: string | readonly string[] | undefined): string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : [...value];

const joined = (parts: readonly string[], language: Language): string => parts.join(language === 'zh' ? '；' : ' · ');

export const approvalSummary = (approval: NonNullable<Step['approval']>, language: Language, t: T): string => {
  const who = listOf(approval.by).map((one) => {
    const [kind, name = ''] = one.split(':');
    return kind === 'role' ? t('approval.role', { role: name }) : kind === 'user' ? name : one;
  });
  const expires = approval.expires
    ? t('approval.expiresAfter', { time: durationWords(approval.expires, language) })
    : t('approval.neverExpires');
  return joined([who.join(language === 'zh' ? '、' : ', ') || t('approval.nobody'), expires, t('approval.bound')], language);
};

export const retrySummary = (retry: Step['retry'], language: Language, t: T): string => {
  if (!retry || retry.attempts === 1) return t('retry.none');
  const first = durationWords(retry.first ?? 'PT5S', language);
  const max = durationWords(retry.max ?? 'PT5M', language);
  const how = t(`retry.how.${retry.backoff ?? 'exponential'}`, { first, max });
  return joined([t('retry.tries', { count: retry.attempts ?? 3 }), how], language);
};

export const amountSummary = (schema: JsonSchema, value: JsonObject, t: T): string => {
  const one = (name: string) => value[name] ?? schema.properties?.[name]?.default ?? 0;
  return t('amount.summary', { concurrency: String(one('concurrency')), budget: String(one('failureBudget')) });
};

export const policySummary = (policy: Policy | undefined, language: Language, t: T): string => {
  const max = policy?.concurrency?.max;
  const parts = [
    max === undefined ? t('policy.any') : t('policy.max', { count: max }),
    ...(max === undefined ? [] : [t(`policy.busy.${policy?.concurrency?.whenBusy ?? 'queue'}`)]),
    ...(policy?.timeout ? [t('policy.within', { time: durationWords(policy.timeout, language) })] : []),
    ...(policy?.limits?.targets === undefined ? [] : [t('policy.targets', { count: policy.limits.targets })]),
    ...(policy?.limits?.shareOfCluster === undefined
      ? []
      : [t('policy.share', { percent: Math.round(policy.limits.shareOfCluster * 100) })]),
  ];
  return joined(parts, language);
};
