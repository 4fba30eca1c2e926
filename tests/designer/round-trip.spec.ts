import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

const library = new URL('../../workflows/Library/', import.meta.url).pathname;
const yamlOf = (page: Page, id: string): Promise<string> =>
  page.evaluate(async (of) => (await fetch(`/api/v1/workflows/${of}`, { headers: { Accept: 'application/yaml' } })).text(), id);

test('EveryShippedWorkflow_ThroughTheDrawingAndBack_SaysTheSame', async ({ page, running }) => {
  const { items } = (await (await running.api.get('/api/v1/library')).json()) as { items: { id: string; definition: object }[] };
  expect(items.length).toBeGreaterThanOrEqual(8);
  test.setTimeout(20_000 + items.length * 5_000);
  for (const { id, definition } of items) {
    const shipped = readFileSync(`${library}${id}.yaml`, 'utf8');
    await page.goto(`/workflows/${id}`);
    await expect(page.locator('.react-flow__node').first(), id).toBeVisible();
    const first = page.locator('.react-flow__node').first();
    await first.click({ position: { x: 60, y: 12 } });
    // A change in the drawing is saved and taken back: what is saved in the end is what was read, to the letter.
    for (const key of ['Alt+ArrowDown', 'Alt+ArrowUp']) {
      await page.keyboard.press(key);
      await expect(page.getByText('not saved'), id).toBeVisible();
      await page.keyboard.press('Control+s');
      await expect(page.getByRole('status').filter({ hasText: /^saved/ }), id).toBeVisible();
      if (key === 'Alt+ArrowDown') expect(await yamlOf(page, id), id).not.toBe(shipped);
    }
    expect(await yamlOf(page, id), id).toBe(shipped);
    const { draft } = (await (await running.api.get(`/api/v1/workflows/${id}`)).json()) as { draft: object };
    expect(draft, id).toEqual(definition);
  }
});
