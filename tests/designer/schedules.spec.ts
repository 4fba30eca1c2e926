import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

test('Schedule_MadeByTheForm_ShowsItsTimesAndStartsARun', async ({ page, running }) => {
  const wrong = watch(page);
  await page.goto('/triggers/schedules');
  await page.getByRole('button', { name: 'New schedule' }).first().click();
  const pane = page.getByRole('complementary', { name: 'New schedule' });
  await pane.getByLabel('Name', { exact: true }).fill('Idle VMs off at night');
  await pane.getByRole('textbox', { name: 'Cron expression' }).fill('30 1 * * *');
  await expect(pane.getByText('At 01:30')).toBeVisible();
  // What the server reckons, before anything is saved.
  await expect(pane.getByText(/^Fires next/)).toBeVisible();
  await expect(pane.locator('.next-fires li')).toHaveCount(10);
  await pane.getByRole('combobox', { name: 'Workflow' }).click();
  await page.keyboard.type('Power off idle');
  await page.getByTitle('power-off-idle-test-vms', { exact: true }).click();
  await picture(page, 'schedule-new');
  await expectAccessible(page);
  await pane.getByRole('button', { name: 'Make the trigger' }).click();

  const made = page.getByRole('complementary', { name: 'Idle VMs off at night' });
  await expect(made.getByText('It has not fired yet.')).toBeVisible();
  await expect(page.locator('.fires-days a').filter({ hasText: 'Idle VMs off at night' }).first()).toBeVisible();
  await made.getByRole('button', { name: 'Fire now…' }).click();
  await page.getByRole('button', { name: 'Fire now', exact: true }).click();
  await made.getByRole('link', { name: 'Open the run' }).click();
  await expect(page).toHaveURL(/\/runs\//);
  const { items } = (await (await running.api.get('/api/v1/runs?trigger=schedule')).json()) as { items: { trigger: { name: string } }[] };
  expect(items.map(({ trigger }) => trigger.name)).toEqual(['Idle VMs off at night']);
  expect(wrong).toEqual([]);
});

test('Rule_OnHostCpu_IsReplayedBeforeItIsMade', async ({ page }) => {
  const wrong = watch(page);
  await page.goto('/triggers/rules?open=new');
  const pane = page.getByRole('complementary', { name: 'New rule' });
  await pane.getByRole('radio', { name: /^Fleet rule/ }).check();
  await pane.getByRole('combobox', { name: 'About' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: 'Hosts' }).click();
  await pane.getByRole('textbox', { name: /^When/ }).fill('cpu.avg(');
  await pane.getByRole('button', { name: 'Replay over 14 days' }).click();
  await expect(pane.getByText('The rule could not be replayed.')).toBeVisible();
  await pane.getByRole('textbox', { name: /^When/ }).fill("cpu.avg('5m') > 0.01");
  await pane.getByRole('button', { name: 'Replay over 14 days' }).click();
  await expect(pane.locator('.replay-days li').first()).toBeVisible();
  await picture(page, 'rule-replay');
  await expectAccessible(page);
  expect(wrong.filter((line) => !line.includes('422'))).toEqual([]);
});
