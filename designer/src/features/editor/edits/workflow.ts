import type { Definition } from '@/canvas/definition';
import { type Edit, patched } from './edit';

type Head = Pick<Definition, 'name' | 'description' | 'inputs' | 'outputs' | 'policy' | 'triggers'>;

/** What the workflow says of itself: name, description, inputs, outputs, policy, triggers. */
export const setWorkflow =
  (patch: { [K in keyof Head]?: Head[K] | undefined }): Edit =>
  (definition) =>
    patched(definition, patch as Partial<Definition>);
