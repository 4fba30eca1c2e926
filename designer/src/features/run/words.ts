import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import type { Definition, Step } from '@/canvas/definition';
import { useNames } from '@/canvas/names';
import { idOf } from '@/canvas/paths';
import type { WorkflowFacts } from './use-workflow';
import { definitionPath } from './view/run-view';

/** A run's id as people say it: the end of it, which differs; the whole stands in the address and on hover. */
export const shortId = (id: string): string => id.slice(-6);

export const useWho = () => {
  const { t } = useTranslation('run');
  return ({ kind, name, by }: Schema<'RunTrigger'>): string =>
    t(`trigger.${kind}` as 'trigger.api', {
      by: by ?? name ?? kind,
      name: kind === 'run' || kind === 'rerun' ? shortId(name ?? '') : (name ?? ''),
      defaultValue: by ?? name ?? kind,
    });
};

/** The step of a definition at a path of the run: `each/3/look` is the step `look` inside `each`. */
const stepIn = (definition: Definition | undefined, path: string): Step | undefined => {
  let steps = definition?.steps;
  let found: Step | undefined;
  for (const id of definitionPath(path).split('/')) {
    found = steps?.[id];
    steps = found?.steps;
  }
  return found;
};

/** What a step is called: its name, else its activity's; with the number of the iteration that it is in. */
export const useStepName = ({ definition, activities }: WorkflowFacts) => {
  const names = useNames();
  return (path: string): string => {
    const step = stepIn(definition, path);
    const name = step ? names.step(definitionPath(path), step, activities[step.activity]) : idOf(path);
    const numbers = path.split('/').filter((part) => /^\d+$/.test(part));
    return numbers.length === 0 ? name : `${name} #${numbers.map((number) => Number(number) + 1).join('.')}`;
  };
};
