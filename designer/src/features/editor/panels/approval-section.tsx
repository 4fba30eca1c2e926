import { Switch } from 'antd';
import { Stamp } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '@/canvas/definition';
import type { FormProblem } from '@/schema-form/form-context';
import type { JsonSchema } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { useLanguage } from '@/text/use-language';
import { setStep } from '../edits';
import { useEditor } from '../store';
import { stepPointer } from './pointers';
import { approvalSummary, listOf } from './summaries';

/** The gate before a step acts: who may let it through, and how long it waits for that. */
export const ApprovalSection = ({ path, step, problems }: { path: string; step: Step; problems: readonly FormProblem[] }) => {
  const { t } = useTranslation('editor/panels');
  const language = useLanguage();
  const { activities, isReadOnly, apply } = useEditor();
  const id = useId();
  const effect = activities[step.activity]?.effect;
  const { approval } = step;
  // A gate before a step that only reads guards nothing; one that is there is shown all the same.
  if ((effect === undefined || effect === 'read') && !approval) return null;
  const schema: JsonSchema = {
    properties: {
      by: { type: 'array', items: { type: 'string' }, title: t('approval.by'), description: t('approval.byHelp') },
      expires: { type: 'string', format: 'duration', title: t('approval.expires'), description: t('approval.expiresHelp') },
    },
    required: ['by'],
  };
  return (
    <section className={`pane-gate${approval ? ' is-on' : ''}`}>
      <div className="pane-gate-head">
        <Stamp size={14} aria-hidden />
        <label htmlFor={id}>{t('approval.title')}</label>
        <Switch
          id={id}
          size="small"
          disabled={isReadOnly}
          checked={approval !== undefined}
          onChange={(on) => apply(setStep(path, { approval: on ? { by: ['role:approver'], expires: 'PT1H' } : undefined }))}
        />
      </div>
      {approval && (
        <>
          <p className="pane-gate-summary">{approvalSummary(approval, language, t)}</p>
          <SchemaForm
            schema={schema}
            value={{ by: listOf(approval.by), ...(approval.expires ? { expires: approval.expires } : {}) }}
            path={`${stepPointer(path)}/approval`}
            problems={problems}
            onChange={(now) => {
              const by = Array.isArray(now.by) ? (now.by as string[]) : [];
              apply(setStep(path, { approval: { by, ...(now.expires ? { expires: String(now.expires) } : {}) } }), {
                together: `${path} approval`,
              });
            }}
          />
        </>
      )}
    </section>
  );
};
