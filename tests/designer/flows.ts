import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Publishes a definition, and starts a run of it. */
export const publish = async (api: APIRequestContext, id: string, yaml: string): Promise<void> => {
  const saved = await api.put(`/api/v1/workflows/${id}`, {
    headers: { 'Content-Type': 'application/yaml' },
    data: `apiVersion: runbooks/v1\nid: ${id}\n${yaml}`,
  });
  expect(saved.ok(), await saved.text()).toBe(true);
  const published = await api.post(`/api/v1/workflows/${id}/publish`);
  expect(published.ok(), await published.text()).toBe(true);
};

export const start = async (api: APIRequestContext, workflow: string, wait?: string): Promise<string> => {
  const started = await api.post(`/api/v1/workflows/${workflow}/runs${wait ? `?wait=${wait}` : ''}`, { data: { inputs: {} } });
  expect(started.ok(), await started.text()).toBe(true);
  return ((await started.json()) as { id: string }).id;
};

/** Drags by so many pixels, from the middle. */
export const drag = async (page: Page, from: Locator, by: [number, number]): Promise<void> => {
  const box = await from.boundingBox();
  if (!box) throw new Error('It is not on the canvas.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by[0] / 2, y + by[1] / 2, { steps: 4 });
  await page.mouse.move(x + by[0], y + by[1], { steps: 4 });
  await page.mouse.up();
};
