import { Button } from 'antd';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InputDefinition } from '@/canvas/definition';
import { appended, type Json } from '@/json/pointer';
import type { FormProblem } from '@/schema-form/form-context';
import { titleOf } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { setWorkflow } from '../edits';
import { useEditor } from '../store';
import { freshInput, isInputName, moved, renamed } from './inputs';
import { inputSchemaFor } from './workflow-schemas';

type Inputs = Record<string, InputDefinition>;

/** What a run of the workflow is started with. */
export const InputsEditor = ({ problems }: { problems: readonly FormProblem[] }) => {
  const { t } = useTranslation('editor/panels');
  const { definition, isReadOnly, apply } = useEditor();
  const inputs = definition.inputs ?? {};
  const names = Object.keys(inputs);
  const write = (now: Inputs, together?: string) =>
    apply(setWorkflow({ inputs: Object.keys(now).length === 0 ? undefined : now }), together ? { together } : {});
  return (
    <>
      {names.map((name, index) => (
        <details className="pane-card" key={name} data-path={appended('/inputs', name)}>
          <summary>
            <span>{titleOf(name, { title: inputs[name]?.title })}</span>
            <code>{name}</code>
            <span className="pane-quiet">{inputs[name]?.type ?? 'string'}</span>
          </summary>
          <div className="pane-card-tools">
            <NameField name={name} names={names} onRename={(to) => write(renamed(inputs, name, to))} />
            <Button
              type="text"
              size="small"
              icon={<ArrowUp size={14} />}
              aria-label={t('inputs.up', { name })}
              disabled={index === 0}
              onClick={() => write(moved(inputs, name, -1))}
            />
            <Button
              type="text"
              size="small"
              icon={<ArrowDown size={14} />}
              aria-label={t('inputs.down', { name })}
              disabled={index === names.length - 1}
              onClick={() => write(moved(inputs, name, 1))}
            />
            <Button
              type="text"
              size="small"
              icon={<Trash2 size={14} />}
              aria-label={t('inputs.remove', { name })}
              onClick={() => write(Object.fromEntries(Object.entries(inputs).filter(([other]) => other !== name)))}
            />
          </div>
          <SchemaForm
            schema={inputSchemaFor(inputs[name]?.type ?? 'string', t)}
            value={(inputs[name] ?? {}) as Json}
            path={appended('/inputs', name)}
            problems={problems}
            onChange={(now) => write({ ...inputs, [name]: now as InputDefinition }, `inputs ${name}`)}
          />
        </details>
      ))}
      {names.length === 0 && <p className="pane-quiet">{t('inputs.empty')}</p>}
      {!isReadOnly && (
        <Button size="small" icon={<Plus size={12} />} onClick={() => write({ ...inputs, [freshInput(inputs)]: { type: 'string' } })}>
          {t('inputs.add')}
        </Button>
      )}
    </>
  );
};

const NameField = ({ name, names, onRename }: { name: string; names: readonly string[]; onRename: (to: string) => void }) => {
  const { t } = useTranslation('editor/panels');
  const [draft, setDraft] = useState(name);
  const wrong = draft !== name && (!isInputName(draft) || names.includes(draft));
  return (
    <>
      <input
        className={`pane-input${wrong ? ' is-wrong' : ''}`}
        aria-label={t('inputs.name')}
        aria-invalid={wrong || undefined}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        onBlur={() => {
          if (wrong) setDraft(name);
          else if (draft !== name) onRename(draft);
        }}
      />
      {wrong && <span className="pane-wrong">{t('inputs.nameRule')}</span>}
    </>
  );
};
