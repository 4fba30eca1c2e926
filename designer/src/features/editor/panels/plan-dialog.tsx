import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { useNames } from '@/canvas/names';
import { Dialog } from '@/dialog/dialog';
import type { JsonObject } from '@/json/pointer';
import { PlanView } from '@/plan/plan-view';
import { CallProblem } from '@/problem/call-problem';
import { schemaOfInputs } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { isUnsaved, useEditor } from '../store';

type Props = { onClose: () => void /** Saves what is unsaved; rejects where that did not work. */; save: () => Promise<unknown> };

/** What a run of the draft would change, with the inputs that are given here. Beside the drawing, so that it can be looked at meanwhile. */
export const PlanDialog = ({ onClose, save }: Props) => {
  const { t } = useTranslation('editor/panels');
  const names = useNames();
  const definition = useEditor((state) => state.definition);
  const [inputs, setInputs] = useState<JsonObject>({});
  const schema = schemaOfInputs(definition.inputs);
  const plan = useMutation({
    mutationFn: async () => {
      if (isUnsaved(useEditor.getState())) await save();
      const { id } = useEditor.getState();
      return api.post('/api/v1/workflows/{id}/plans', { params: { id }, body: { inputs: inputs as never, version: 'draft' as never } });
    },
  });
  const nameOf = (path: string): string | undefined => {
    const step = path.split('/').reduce<Body | undefined>((body, id) => body?.steps?.[id], definition as Body);
    return step?.name ?? (step?.activity ? names.activity(undefined, step.activity) : undefined);
  };
  return (
    <Dialog
      title={t('plan.title')}
      close={t('close')}
      onClose={onClose}
      width="wide"
      footer={
        <>
          <Button type="primary" loading={plan.isPending} onClick={() => plan.mutate()}>
            {t(plan.data ? 'plan.again' : 'plan.go')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </>
      }
    >
      <p className="pane-quiet">{t('plan.means')}</p>
      {Object.keys(schema.properties ?? {}).length > 0 && (
        <SchemaForm
          schema={schema}
          value={inputs}
          onChange={setInputs}
          path="/inputs"
          problems={plan.error instanceof ApiProblem && plan.error.code === 'inputs.invalid' ? plan.error.errors : []}
          inputs={inputs}
        />
      )}
      {plan.error && <CallProblem error={plan.error} what={t('plan.failed')} />}
      {plan.data && <PlanView plan={plan.data} nameOf={nameOf} />}
    </Dialog>
  );
};

type Body = { name?: string; activity?: string; steps?: Record<string, Body> };
