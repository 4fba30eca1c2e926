import type { Activities, Definition } from '@/canvas/definition';
import { type Edit, patched } from './edit';
import { type Renaming, renameInValue, renameReads } from './references';
import { withKey } from './steps';

type Head = Pick<Definition, 'name' | 'description' | 'inputs' | 'outputs' | 'policy' | 'triggers'>;

/** What the workflow says of itself: name, description, inputs, outputs, policy, triggers. */
export const setWorkflow =
  (patch: { [K in keyof Head]?: Head[K] | undefined }): Edit =>
  (definition) =>
    patched(definition, patch as Partial<Definition>);

/** Another name for an input, in its place; all that read `inputs.<name>` follow. */
export const renameInput =
  (from: string, to: string, activities: Activities): Edit =>
  (definition) => {
    const { inputs, outputs } = definition;
    if (from === to || !inputs?.[from] || inputs[to]) return definition;
    const renaming: Renaming = { of: 'inputs', from, to };
    const reading = renameReads(definition, renaming, activities) as Definition;
    return patched(reading, { inputs: withKey(inputs, from, to), outputs: outputs && renameInValue(outputs, renaming) });
  };

/** Another name for an output, in its place. Nothing within the workflow reads its outputs. */
export const renameOutput =
  (from: string, to: string): Edit =>
  (definition) => {
    const { outputs } = definition;
    if (from === to || !outputs || !(from in outputs) || to in outputs) return definition;
    return patched(definition, { outputs: withKey(outputs, from, to) });
  };
