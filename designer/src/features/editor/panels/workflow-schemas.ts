import type { TFunction } from 'i18next';
import type { JsonSchema } from '@/schema-form/schema';

/** How the runs of a workflow behave together, in words instead of the definition's names. */
export const policySchema = (t: TFunction<'editor/panels'>): JsonSchema => ({
  type: 'object',
  properties: {
    concurrency: {
      type: 'object',
      title: t('policy.concurrency'),
      properties: {
        max: { type: 'integer', minimum: 1, maximum: 1000, title: t('policy.maxField'), description: t('policy.maxHelp') },
        whenBusy: {
          enum: ['queue', 'skip', 'cancel-running'],
          enumTitles: { queue: t('policy.queue'), skip: t('policy.skip'), 'cancel-running': t('policy.cancelRunning') },
          title: t('policy.whenBusy'),
        },
      },
    },
    onFailure: {
      enum: ['stop', 'roll-back'],
      enumTitles: { stop: t('policy.stop'), 'roll-back': t('policy.rollBack') },
      default: 'stop',
      title: t('policy.onFailure'),
      description: t('policy.onFailureHelp'),
    },
    timeout: { type: 'string', format: 'duration', title: t('policy.timeout'), description: t('policy.timeoutHelp') },
    limits: {
      type: 'object',
      title: t('policy.limits'),
      description: t('policy.limitsHelp'),
      properties: {
        targets: { type: 'integer', minimum: 1, maximum: 10_000, title: t('policy.targetsField') },
        shareOfCluster: {
          type: 'number',
          exclusiveMinimum: 0,
          maximum: 1,
          title: t('policy.shareField'),
          description: t('policy.shareHelp'),
        },
      },
    },
  },
});

const inputTypes = [
  'string',
  'number',
  'integer',
  'boolean',
  'array',
  'object',
  'duration',
  'date-time',
  'email',
  'uri',
  'cron',
  'vm-selector',
  'host-selector',
] as const;

/** One input, as its author describes it. */
export const inputSchemaFor = (type: string, t: TFunction<'editor/panels'>): JsonSchema => {
  const isNumber = type === 'number' || type === 'integer';
  const isText = type === 'string';
  return {
    type: 'object',
    properties: {
      type: {
        enum: [...inputTypes],
        enumTitles: Object.fromEntries(inputTypes.map((one) => [one, t(`inputs.types.${one}`)])),
        title: t('inputs.type'),
      },
      title: { type: 'string', title: t('inputs.label') },
      description: { type: 'string', title: t('inputs.description') },
      required: { type: 'boolean', title: t('inputs.required'), default: true },
      default: { ...valueSchema(type), title: t('inputs.default'), description: t('inputs.defaultHelp') },
      ...(isNumber
        ? { minimum: { type: 'number', title: t('inputs.minimum') }, maximum: { type: 'number', title: t('inputs.maximum') } }
        : {}),
      ...(isText || isNumber
        ? {
            enum: {
              type: 'array',
              ...(isText ? { items: { type: 'string' } } : {}),
              title: t('inputs.enum'),
              description: t('inputs.enumHelp'),
            },
          }
        : {}),
      ...(isText
        ? {
            format: { enum: ['multiline', 'connection', 'secret', 'workflow', 'email', 'uri'], title: t('inputs.format') },
            pattern: { type: 'string', title: t('inputs.pattern') },
          }
        : {}),
    },
  };
};

const valueSchema = (type: string): JsonSchema => (type === 'boolean' ? { enum: [true, false] } : { type });
