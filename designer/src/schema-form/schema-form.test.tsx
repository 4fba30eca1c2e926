import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JsonObject } from '@/json/pointer';
import activities from './activities.fixture.json';
import type { FormProblem } from './form-context';
import { asSchema, fieldsOf, titleOf } from './schema';
import { SchemaForm } from './schema-form';

vi.mock('@/shipped/use-said', () => ({ useSaid: () => (text: string) => text }));
vi.mock('@/code/code', () => ({
  Code: ((props) => (
    <textarea id={props.id} aria-label={props.label} value={props.value} onChange={(event) => props.onChange?.(event.target.value)} />
  )) as ComponentType<{ id: string; label: string; value: string; onChange?: (text: string) => void }>,
}));

let place: HTMLElement;
let root: ReturnType<typeof createRoot>;
const nothing = { items: [], next: null, total: 0, unknown: 0 };

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(nothing), { headers: { 'Content-Type': 'application/json' } }));
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});
afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
});

type Given = { schema: unknown; value?: JsonObject; onChange?: (value: JsonObject) => void; problems?: FormProblem[] };
const show = async ({ schema, value = {}, onChange = () => {}, problems = [] }: Given): Promise<void> => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await act(async () =>
    root.render(
      <QueryClientProvider client={client}>
        <SchemaForm schema={asSchema(schema)} value={value} onChange={onChange} path="/with" problems={problems} />
      </QueryClientProvider>,
    ),
  );
};

const type = async (field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> => {
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
  await act(async () => {
    set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
};

test.each(activities.items.map(({ name, inputSchema }) => [name, inputSchema] as const))(
  '%s has a form with a named field for each input',
  async (_, schema) => {
    for (const { name, schema: field } of fieldsOf(asSchema(schema))) {
      const asking = Object.entries(field['x-asked-when'] ?? {}).map(([other, [first]]) => [other, first ?? null] as const);
      await show({ schema, value: Object.fromEntries(asking) });
      const shown = place.querySelector(`[data-path="/with/${name}"]`);
      expect(shown?.querySelector('label')?.textContent).toContain(titleOf(name, field));
      expect(shown?.querySelector('input, textarea, button, select'), name).not.toBeNull();
    }
  },
);

test.each([
  [{ type: 'string' }, 'word', 'word'],
  [{ type: 'integer' }, '12', 12],
  [{ type: 'number' }, '50 %', 0.5],
  [{ type: 'string', format: 'duration' }, '5 minutes', 'PT5M'],
  [{}, '{ a: [1, b] }', { a: [1, 'b'] }],
  [{ type: 'string', format: 'vm-selector' }, "name == 'a'", "name == 'a'"],
])('what is typed into %j becomes its value', async (schema, text, value) => {
  const changed = vi.fn();
  await show({ schema: { properties: { it: schema } }, onChange: changed });
  const field = place.querySelector<HTMLInputElement>('input, textarea');
  if (!field) throw new Error('There is no field.');
  await type(field, text);
  expect(changed).toHaveBeenLastCalledWith({ it: value });
});

test('what is emptied is left out, and the other values stay', async () => {
  const changed = vi.fn();
  await show({ schema: { properties: { a: { type: 'string' } } }, value: { a: 'x', b: 1 }, onChange: changed });
  const field = place.querySelector('input');
  if (!field) throw new Error('There is no field.');
  await type(field, '');
  expect(changed).toHaveBeenLastCalledWith({ b: 1 });
});

test('what cannot be read changes nothing and says so', async () => {
  const changed = vi.fn();
  await show({ schema: { properties: { a: { type: 'integer' } } }, onChange: changed });
  const field = place.querySelector('input');
  if (!field) throw new Error('There is no field.');
  await type(field, 'many');
  expect(changed).not.toHaveBeenCalled();
  expect(place.querySelector('.field-wrong')).not.toBeNull();
});

test('a problem stands at its field, one of no field above them', async () => {
  const problems = [
    { path: '/with/a/0', message: 'no such VM' },
    { path: '/with/z', message: 'not known' },
    { path: '/other/a', message: 'elsewhere' },
  ];
  await show({ schema: { properties: { a: { type: 'array', items: { type: 'string' } } } }, problems });
  expect(place.querySelector('[data-path="/with/a"] .field-problems')?.textContent).toContain('no such VM');
  expect(place.querySelector('.schema-form > .field-problems')?.textContent).toContain('not known');
  expect(place.textContent).not.toContain('elsewhere');
});
