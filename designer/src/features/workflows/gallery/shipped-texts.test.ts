import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import en from './text/en.json';
import zh from './text/zh.json';

// Vitest runs in the designer's folder.
const library = '../workflows/Library';
const shipped = readdirSync(library)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => readFileSync(`${library}/${file}`, 'utf8'));

it('ShippedWorkflows_InBothLanguages_HaveNameSentenceAndInputs', () => {
  const workflows = shipped.map((text) => parse(text) as { id: string; inputs?: Record<string, unknown> });
  expect(workflows.length).toBeGreaterThan(0);
  const missing = [en, zh].flatMap(({ shipped: texts }) =>
    workflows.flatMap(({ id, inputs = {} }) => {
      const text = (texts as Record<string, { name: string; does: string; inputs: Record<string, string> } | undefined>)[id];
      if (!text?.name || !text.does) return [id];
      return Object.keys(inputs)
        .filter((input) => !text.inputs[input])
        .map((input) => `${id}: ${input}`);
    }),
  );
  expect(missing).toEqual([]);
});
