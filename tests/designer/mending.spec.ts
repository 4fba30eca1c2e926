import type { Page } from '@playwright/test';
import { picture, watch } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

const broken = `apiVersion: runbooks/v1
id: broken
name: Broken in five ways
steps:
  find:
    activity: fleet.find-vms
    with: { where: "tags.env = 'test'" }
  off:
    activity: vm.power-off
    with: { targets: "\${ steps.fidn.output.vms }" }
  tell:
    activity: message.email
    with: { to: ops@example.org }
  wait:
    activity: flow.delay
    with: { for: PT1S }
  again:
    activity: flow.delay
    with: { for: PT1S }
transitions:
  - find.found -> off
  - off -> tell
  - tell -> wait
  - wait -> again
  - again -> wait
layout: { find: [0, 0], off: [240, 0], tell: [480, 0], wait: [0, 160], again: [240, 160] }
`;

const badge = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"] .step-badge`);
const inList = (page: Page, text: RegExp) => page.locator('.problems').getByRole('button', { name: text });
const field = (page: Page, path: string) => page.locator(`[data-path="${path}"]`);

test('ABrokenWorkflow_IsShownWhereItIsBroken_AndMendedFromTheList', async ({ page, running }) => {
  const wrong = watch(page);
  const put = await running.api.put('/api/v1/workflows/broken', { headers: { 'Content-Type': 'application/yaml' }, data: broken });
  expect(put.ok()).toBe(true);
  await page.goto('/workflows/broken');
  await expect(page.locator('.problems-bar')).toBeVisible();
  await picture(page, 'broken');
  console.log(await page.locator('.problems-bar').innerText());
  for (const id of ['find', 'off', 'tell', 'wait']) await expect(badge(page, id), id).toBeVisible();
});
