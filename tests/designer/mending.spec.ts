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
  alone:
    activity: flow.delay
    with: { for: PT1S }
transitions:
  - find.found -> off
  - off -> tell
  - tell -> wait
  - wait -> again
  - again -> wait
layout: { find: [0, 0], off: [240, 0], tell: [480, 0], wait: [0, 160], again: [240, 160], alone: [480, 160] }
`;

const step = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
const badge = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"] .step-badge`);
const inList = (page: Page, text: RegExp) => page.locator('.problems').getByRole('button', { name: text });
const field = (page: Page, path: string) => page.locator(`[data-path="${path}"]`);

test('ABrokenWorkflow_IsShownWhereItIsBroken_AndMendedFromTheList', async ({ page, running }) => {
  const wrong = watch(page);
  const put = await running.api.put('/api/v1/workflows/broken', { headers: { 'Content-Type': 'application/yaml' }, data: broken });
  expect(put.ok()).toBe(true);
  await page.goto('/workflows/broken');
  await expect(page.locator('.problems-bar')).toContainText('Problems 5');
  // Each is shown on its step, and what can be published says why not.
  for (const id of ['find', 'off', 'tell', 'again', 'alone']) await expect(badge(page, id), id).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish…' })).toBeDisabled();
  await picture(page, 'broken');

  await inList(page, /Find VMs › where/).click();
  await expect(field(page, '/steps/find/with/where').getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type("tags.env == 'test'");
  await expect(inList(page, /Find VMs › where/)).toHaveCount(0);
  await expect(badge(page, 'find')).toHaveCount(0);

  await inList(page, /There is no step 'fidn'/).click();
  await expect(field(page, '/steps/off/with/targets').getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('${ steps.find.output.vms }');
  await expect(inList(page, /fidn/)).toHaveCount(0);
  await expect(badge(page, 'off')).toHaveCount(0);

  await inList(page, /E-mail › subject/).click();
  await expect(field(page, '/steps/tell/with/subject').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('They are off');
  await expect(inList(page, /E-mail › subject/)).toHaveCount(0);
  await expect(badge(page, 'tell')).toHaveCount(0);

  // A circle and a step on its own can only be written as YAML: the drawing refuses the one, and the other is no error.
  await inList(page, /go round in a circle/).click();
  await expect(step(page, 'again')).toHaveClass(/selected/);
  await step(page, 'again').focus();
  await page.keyboard.press('Delete');
  await expect(inList(page, /go round in a circle/)).toHaveCount(0);

  await inList(page, /No transition leads to or from 'alone'/).click();
  await expect(step(page, 'alone')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(page.locator('.problems-bar')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Publish…' })).toBeEnabled();
  // The fleet refuses to count what a bad selector matches, which the field says.
  expect(wrong.filter((one) => !/status of 400 .*\/api\/v1\/fleet\/vms\?/.test(one))).toEqual([]);
});
