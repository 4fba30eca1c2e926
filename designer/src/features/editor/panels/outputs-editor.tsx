import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definition } from '@/canvas/definition';
import type { Json } from '@/json/pointer';
import type { FormProblem } from '@/schema-form/form-context';
import { SchemaForm } from '@/schema-form/schema-form';
import { renameOutput, setWorkflow } from '../edits';
import { makeExpressionEditor } from '../forms/expression-field';
import { useEditor } from '../store';
import { isOutputName, moved } from './inputs';
import { NamedEntryTools } from './named-entry';

type Outputs = NonNullable<Definition['outputs']>;

/** What a run of the workflow gives, in the order in which it is shown. */
export const OutputsEditor = ({ problems }: { problems: readonly FormProblem[] }) => {
  const { t } = useTranslation('editor/panels');
  const { definition, isReadOnly, apply } = useEditor();
  const ExpressionEditor = useMemo(() => makeExpressionEditor(''), []);
  const outputs = definition.outputs ?? {};
  const names = Object.keys(outputs);
  const write = (now: Outputs, together?: string) =>
    apply(setWorkflow({ outputs: Object.keys(now).length === 0 ? undefined : now }), together ? { together } : {});
  return (
    <>
      {names.map((name) => (
        <div className="pane-card" key={name}>
          {!isReadOnly && (
            <NamedEntryTools
              name={name}
              names={names}
              isName={isOutputName}
              rule={t('outputs.nameRule')}
              onRename={(to) => apply(renameOutput(name, to))}
              onMove={(by) => write(moved(outputs, name, by))}
              onRemove={() => write(Object.fromEntries(Object.entries(outputs).filter(([other]) => other !== name)))}
            />
          )}
          <SchemaForm
            schema={{ type: 'object', properties: { [name]: { title: isReadOnly ? name : t('outputs.value') } } }}
            value={{ [name]: outputs[name] } as Json}
            path="/outputs"
            problems={problems}
            {...(isReadOnly ? {} : { ExpressionEditor })}
            onChange={(now) => write({ ...outputs, [name]: now[name] ?? '' }, `outputs ${name}`)}
          />
        </div>
      ))}
      {names.length === 0 && <p className="pane-quiet">{t('outputs.empty')}</p>}
      {!isReadOnly && <NewOutput taken={names} onAdd={(name) => write({ ...outputs, [name]: `\${  }` })} />}
    </>
  );
};

const NewOutput = ({ taken, onAdd }: { taken: readonly string[]; onAdd: (name: string) => void }) => {
  const { t } = useTranslation('editor/panels');
  return (
    <form
      className="pane-add"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem('name');
        if (!(field instanceof HTMLInputElement)) return;
        const name = field.value.trim();
        if (!isOutputName(name) || taken.includes(name)) return;
        onAdd(name);
        field.value = '';
      }}
    >
      <input name="name" className="pane-input" aria-label={t('outputs.name')} placeholder={t('outputs.name')} />
      <button type="submit" className="pane-button">
        {t('outputs.add')}
      </button>
    </form>
  );
};
