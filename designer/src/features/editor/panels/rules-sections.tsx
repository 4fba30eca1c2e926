import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Step } from '@/canvas/definition';
import { isContainer } from '@/canvas/definition';
import { bodyAt, idOf, parentOf } from '@/canvas/paths';
import { readTransition } from '@/canvas/transitions';
import type { Json } from '@/json/pointer';
import { durationWords } from '@/schema-form/duration';
import type { FormProblem } from '@/schema-form/form-context';
import type { JsonSchema } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { useLanguage } from '@/text/use-language';
import { setStep } from '../edits';
import { useEditor } from '../store';
import { stepPointer } from './pointers';
import { Section } from './section';
import { listOf, retrySummary } from './summaries';

/** Retry, time limit and join: rarely changed, so folded, with what they say in their heads. */
export const RulesSections = ({ path, step, problems }: { path: string; step: Step; problems: readonly FormProblem[] }) => {
  const { t } = useTranslation('editor/panels');
  const language = useLanguage();
  const { definition, apply } = useEditor();
  const pointer = stepPointer(path);
  const body = bodyAt(definition, parentOf(path)) ?? {};
  const arrivals = (body.transitions ?? []).filter((raw) => readTransition(raw)?.to === idOf(path)).length;
  const wrongIn = (name: string) => problems.some((one) => one.path === `${pointer}/${name}` || one.path.startsWith(`${pointer}/${name}/`));
  const timeSummary = step.timeout ? durationWords(step.timeout, language) : t('timeout.none');
  return (
    <>
      <Section title={t('retry.title')} summary={retrySummary(step.retry, language, t)} wrong={wrongIn('retry')}>
        <SchemaForm
          schema={retrySchema(t, step.retry !== undefined)}
          value={{ ...(step.retry ?? {}), ...(step.retry?.on === undefined ? {} : { on: listOf(step.retry.on) }) } as Json}
          path={`${pointer}/retry`}
          problems={problems}
          onChange={(now) =>
            apply(setStep(path, { retry: Object.keys(now).length === 0 ? undefined : (now as Step['retry']) }), {
              together: `${path} retry`,
            })
          }
        />
      </Section>
      <Section title={t('timeout.title')} summary={timeSummary} wrong={wrongIn('timeout')}>
        <SchemaForm
          schema={{
            properties: {
              timeout: {
                type: 'string',
                format: 'duration',
                title: t('timeout.field'),
                description: t(isContainer(step) ? 'timeout.containerHelp' : 'timeout.help'),
              },
            },
          }}
          value={step.timeout ? { timeout: step.timeout } : {}}
          path={pointer}
          problems={problems}
          only={['timeout']}
          onChange={(now) => apply(setStep(path, { timeout: now.timeout as string | undefined }), { together: `${path} timeout` })}
        />
      </Section>
      {(arrivals > 1 || step.join) && (
        <Section title={t('join.title')} summary={t(`join.${step.join ?? 'all'}`)} wrong={wrongIn('join')}>
          <SchemaForm
            schema={{
              properties: {
                join: {
                  enum: ['all', 'any'],
                  enumTitles: { all: t('join.allShort'), any: t('join.anyShort') },
                  default: 'all',
                  title: t('join.field'),
                  description: t(`join.${step.join ?? 'all'}`),
                },
              },
            }}
            value={step.join ? { join: step.join } : {}}
            path={pointer}
            problems={problems}
            only={['join']}
            onChange={(now) => apply(setStep(path, { join: now.join === 'any' ? 'any' : undefined }))}
          />
        </Section>
      )}
    </>
  );
};

const retrySchema = (t: TFunction<'editor/panels'>, isOn: boolean): JsonSchema => ({
  properties: {
    attempts: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      ...(isOn ? { default: 3 } : {}),
      title: t('retry.attempts'),
      description: t('retry.attemptsHelp'),
    },
    backoff: {
      enum: ['constant', 'linear', 'exponential'],
      enumTitles: { constant: t('retry.constant'), linear: t('retry.linear'), exponential: t('retry.exponential') },
      default: 'exponential',
      title: t('retry.backoff'),
    },
    first: { type: 'string', format: 'duration', title: t('retry.first') },
    max: { type: 'string', format: 'duration', title: t('retry.max') },
    on: { type: 'array', items: { type: 'string' }, title: t('retry.on'), description: t('retry.onHelp') },
  },
});
