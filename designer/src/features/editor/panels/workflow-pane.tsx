import { useTranslation } from 'react-i18next';
import type { Policy } from '@/canvas/definition';
import type { Json, JsonObject } from '@/json/pointer';
import type { JsonSchema } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { useSaid } from '@/shipped/use-said';
import { useLanguage } from '@/text/use-language';
import { setWorkflow } from '../edits';
import { useEditor } from '../store';
import { InputsEditor } from './inputs-editor';
import { NotesSection } from './notes-section';
import { OutputsEditor } from './outputs-editor';
import { Section } from './section';
import { policySummary } from './summaries';
import { useProblems } from './use-problems';
import { policySchema } from './workflow-schemas';

/** The workflow itself: what it is called, what it takes and gives, and how its runs behave together. */
export const WorkflowPane = () => {
  const { t } = useTranslation('editor/panels');
  const language = useLanguage();
  const said = useSaid();
  const { definition, isReadOnly, apply } = useEditor();
  const problems = useProblems();
  const head: JsonSchema = {
    properties: {
      name: { type: 'string', title: t('workflow.name'), maxLength: 200 },
      description: { type: 'string', format: 'multiline', title: t('workflow.description'), maxLength: 10_000 },
    },
  };
  const { name, description, outputs } = definition;
  const wrongIn = (part: string) => problems.some((one) => one.path.startsWith(`/${part}`));
  return (
    <fieldset className="pane" disabled={isReadOnly}>
      <header className="pane-head">
        <div className="pane-names">
          <h2>{said(name) ?? definition.id}</h2>
          <p className="pane-id">
            <code>{definition.id}</code>
          </p>
        </div>
      </header>
      <SchemaForm
        schema={head}
        value={{ ...(name ? { name } : {}), ...(description ? { description } : {}) }}
        problems={problems}
        only={['name', 'description']}
        onChange={(now) =>
          apply(setWorkflow({ name: now.name as string | undefined, description: now.description as string | undefined }), {
            together: 'workflow',
          })
        }
      />
      <Section
        title={t('inputs.title')}
        summary={Object.keys(definition.inputs ?? {}).join(', ') || t('inputs.none')}
        wrong={wrongIn('inputs')}
      >
        <InputsEditor problems={problems} />
      </Section>
      <Section title={t('outputs.title')} summary={Object.keys(outputs ?? {}).join(', ') || t('outputs.none')} wrong={wrongIn('outputs')}>
        <OutputsEditor problems={problems} />
      </Section>
      <Section title={t('policy.title')} summary={policySummary(definition.policy, language, t)} wrong={wrongIn('policy')}>
        <SchemaForm
          schema={policySchema(t)}
          value={(definition.policy ?? {}) as Json}
          path="/policy"
          problems={problems}
          onChange={(now) => apply(setWorkflow({ policy: policyOf(now) }), { together: 'policy' })}
        />
      </Section>
      <NotesSection />
    </fieldset>
  );
};

/** Without the parts in which nothing is said. */
const policyOf = (value: JsonObject): Policy | undefined => {
  const filled = Object.entries(value).filter(([, one]) => typeof one !== 'object' || one === null || Object.keys(one).length > 0);
  return filled.length === 0 ? undefined : (Object.fromEntries(filled) as Policy);
};
