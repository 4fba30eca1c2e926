import type { Definition } from '@/canvas/definition';
import type { Json, JsonObject } from '@/json/pointer';

/** The values that the inputs have where a start gives none. */
export const inputDefaults = (definition: Definition): JsonObject =>
  Object.fromEntries(
    Object.entries(definition.inputs ?? {})
      .filter(([, input]) => input?.default !== undefined)
      .map(([name, input]) => [name, input.default as Json]),
  );
