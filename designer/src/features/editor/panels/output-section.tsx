import { useTranslation } from 'react-i18next';
import type { Step } from '@/canvas/definition';
import { idOf } from '@/canvas/paths';
import { asSchema } from '@/schema-form/schema';
import { membersOf, nameOf } from '../forms/scope';
import { useEditor } from '../store';
import { Section } from './section';

/** What later steps can read of this one. */
export const OutputSection = ({ path, step }: { path: string; step: Step }) => {
  const { t } = useTranslation('editor/panels');
  const activity = useEditor((state) => state.activities[step.activity]);
  const members = membersOf(nameOf('output', asSchema(activity?.outputSchema)));
  if (members.length === 0) return null;
  const id = idOf(path);
  const owner = /^[A-Za-z_$][\w$]*$/.test(id) ? `steps.${id}` : `steps['${id}']`;
  return (
    <Section title={t('output.title')} summary={members.map(({ name }) => name).join(', ')}>
      <p className="pane-quiet">{t('output.help')}</p>
      <dl className="pane-output">
        {members.map(({ name, type, help }) => (
          <div key={name}>
            <dt>
              <code title={`${owner}.output.${name}`}>{name}</code> <span className="pane-quiet">{type}</span>
            </dt>
            {help && <dd>{help}</dd>}
          </div>
        ))}
      </dl>
    </Section>
  );
};
