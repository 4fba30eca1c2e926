import type { InputDefinition } from '@/canvas/definition';

type Inputs = Record<string, InputDefinition>;

export const isInputName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name);

export const freshInput = (inputs: Inputs): string => {
  let number = Object.keys(inputs).length + 1;
  while (inputs[`input${number}`] !== undefined) number++;
  return `input${number}`;
};

/** One place up or down: their order is the order of the form that starts a run. */
export const moved = (inputs: Inputs, name: string, by: -1 | 1): Inputs => {
  const entries = Object.entries(inputs);
  const from = entries.findIndex(([one]) => one === name);
  const [here, there] = [entries[from], entries[from + by]];
  if (!here || !there) return inputs;
  entries[from] = there;
  entries[from + by] = here;
  return Object.fromEntries(entries);
};

export const renamed = (inputs: Inputs, from: string, to: string): Inputs =>
  Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name === from ? to : name, input]));
