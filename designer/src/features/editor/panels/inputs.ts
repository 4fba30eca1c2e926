import type { InputDefinition } from '@/canvas/definition';

type Inputs = Record<string, InputDefinition>;

export const isInputName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name);

export const freshInput = (inputs: Inputs): string => {
  let number = Object.keys(inputs).length + 1;
  while (inputs[`input${number}`] !== undefined) number++;
  return `input${number}`;
};

/** Digits alone would come before all others, whatever their place. */
export const isOutputName = (name: string): boolean => /^(?!\d+$)\S(?:.{0,62}\S)?$/.test(name);

/** One place up or down: the order of inputs is that of the form that starts a run. */
export const moved = <T>(entriesOf: Record<string, T>, name: string, by: -1 | 1): Record<string, T> => {
  const entries = Object.entries(entriesOf);
  const from = entries.findIndex(([one]) => one === name);
  const [here, there] = [entries[from], entries[from + by]];
  if (!here || !there) return entriesOf;
  entries[from] = there;
  entries[from + by] = here;
  return Object.fromEntries(entries);
};
