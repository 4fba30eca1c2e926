import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InputDefinition } from '@/canvas/definition';
import { appended, type Json } from '@/json/pointer';
import type { FormProblem } from '@/schema-form/form-context';
import { titleOf } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { renameInput, setWorkflow } from '../edits';
import { useEditor } from '../store';
import { freshInput, isInputName, moved } from './inputs';
import { NamedEntryTools } from './named-entry';
import { inputSchemaFor } from './workflow-schemas';

type Inputs = Record<string, InputDefinition>;

/** What a run of the workflow is started with. */
export const InputsEditor = ({ problems }: { problems: readonly FormProblem[] }) => {
  const { t } = useTranslation('editor/panels');
  const { definition, activities, isReadOnly, apply } = useEditor();
  const inputs = definition.inputs ?? {};
  const names = Object.keys(inputs);
  // By name, so that one that is renamed stays open.
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const write = (now: Inputs, together?: string) =>
    apply(setWorkflow({ inputs: Object.keys(now).length === 0 ? undefined : now }), together ? { together } : {});
  return (
    <>
      {names.map((name) => (
        <details
          className="pane-card"
          key={name}
          data-path={appended('/inputs', name)}
          open={open.has(name)}
          onToggle={({ currentTarget: { open: isOpen } }) =>
            setOpen((now) => (isOpen ? new Set([...now, name]) : new Set([...now].filter((other) => other !== name))))
          }
        >
          <summary>
            <span>{titleOf(name, { title: inputs[name]?.title })}</span>
            <code>{name}</code>
            <span className="pane-quiet">{inputs[name]?.type ?? 'string'}</span>
          </summary>
          <NamedEntryTools
            name={name}
            names={names}
            isName={isInputName}
            rule={t('inputs.nameRule')}
            onRename={(to) => {
              setOpen((now) => new Set([...now, to]));
              apply(renameInput(name, to, activities));
            }}
            onMove={(by) => write(moved(inputs, name, by))}
            onRemove={() => write(Object.fromEntries(Object.entries(inputs).filter(([other]) => other !== name)))}
          />
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
