import { publish, start } from './flows';
import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

test('Workflow_Paused_SaysWhyAndIsResumed', async ({ page, running }) => {
  const wrong = watch(page);
  await page.goto('/workflows');
  await page.locator('a[href="/workflows?open=power-off-idle-test-vms"]').click();
  const pane = page.getByRole('complementary', { name: 'Power off idle test VMs' });
  await pane.getByRole('textbox', { name: /^Reason/ }).fill('Change freeze');
  await pane.getByRole('button', { name: 'Pause' }).click();
  await expect(pane.getByText('It cannot be started while it is paused.')).toBeVisible();
  await expect(page.getByRole('table').getByText('user:administrator: Change freeze')).toBeVisible();
  const refused = await running.api.post('/api/v1/workflows/power-off-idle-test-vms/runs', { data: { inputs: {} } });
  expect(refused.ok()).toBe(false);
  await picture(page, 'workflow-paused');
  await expectAccessible(page);

  await pane.getByRole('button', { name: 'Resume' }).click();
  await expect(pane.getByRole('button', { name: 'Start…' })).toBeEnabled();
  const started = await running.api.post('/api/v1/workflows/power-off-idle-test-vms/runs', { data: { inputs: {} } });
  expect(started.status()).toBe(202);
  expect(wrong).toEqual([]);
});

test('Workflow_CopiedFromTheGallery_IsADraftOfItsOwn', async ({ page, running }) => {
  await page.goto('/workflows?view=gallery');
  const card = page.getByRole('article').filter({ hasText: 'Power off idle test VMs' });
  await expect(card).toContainText('disrupt');
  await picture(page, 'gallery');
  await expectAccessible(page);
  await card.getByRole('link', { name: 'Copy to edit' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Night watch');
  await expect(page.getByLabel('Id', { exact: true })).toHaveValue('night-watch');
  await page.getByRole('button', { name: 'Make the draft' }).click();
  await expect(page).toHaveURL(/\/workflows\/night-watch$/);
  const made = (await (await running.api.get('/api/v1/workflows/night-watch')).json()) as {
    name: string;
    publishedVersion: null;
    draft: { steps: object };
  };
  expect(made).toMatchObject({ name: 'Night watch', publishedVersion: null });
  expect(Object.keys(made.draft.steps)).toEqual(['find', 'off', 'told', 'tell']);
});

test('Runs_WhilePointedAt_StayWhereTheyAre', async ({ page, running }) => {
  await publish(running.api, 'pointed-at', `steps: { one: { activity: flow.script, with: { script: "return 1;" } } }\n`);
  await start(running.api, 'pointed-at', '20s');
  await page.goto('/runs?workflow=pointed-at');
  const rows = page.locator('.ant-table-row');
  await expect(rows).toHaveCount(1);
  await rows.first().hover();
  await start(running.api, 'pointed-at', '20s');
  // The list is asked again every five seconds.
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible({ timeout: 20_000 });
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(rows).toHaveCount(2);
});
