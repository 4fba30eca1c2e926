import type { Page } from '@playwright/test';
import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

const openFleet = async (page: Page, query = ''): Promise<void> => {
  await page.goto(`/fleet${query}`);
  // A server that has just started reads its fleet first.
  await expect(page.locator('.fleet-name button').first()).toBeVisible({ timeout: 20_000 });
};

const search = (page: Page) => page.getByRole('combobox', { name: 'Search the fleet' });

test('Search_Selector_IsCompletedFiltersAndStaysInTheAddress', async ({ page, running }) => {
  const wrong = watch(page);
  await openFleet(page);
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("tags.env == 'te");
  const option = page.getByRole('option', { name: 'test' });
  await expect(option).toBeVisible();
  await picture(page, 'fleet-completion');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(search(page)).toHaveValue("tags.env == 'test' ");
  const answer = await running.api.get('/api/v1/fleet/vms', { params: { where: "tags.env == 'test'" } });
  const { total } = (await answer.json()) as { total: number };
  await expect(page.getByText(`${total} of 24 VMs`)).toBeVisible();
  await page.reload();
  await expect(page.getByText(`${total} of 24 VMs`)).toBeVisible();
  await expectAccessible(page);
  expect(wrong).toEqual([]);
});

test('Search_WrongSelector_SaysWhereAndKeepsTheRows', async ({ page }) => {
  await openFleet(page);
  await search(page).fill("powerState == 'of'");
  await expect(page.getByRole('alert')).toContainText('At character');
  await expect(page.locator('.fleet-name button').first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'fleet-wrong-selector');
});

test('Detail_OfAVm_IsInTheAddressAndClosedByItsKey', async ({ page }) => {
  const wrong = watch(page);
  await openFleet(page);
  const first = page.locator('.fleet-name button').first();
  const name = await first.innerText();
  await first.click();
  const pane = page.getByRole('complementary', { name });
  await expect(pane.getByRole('heading', { name })).toBeVisible();
  await expect(pane.getByRole('img', { name: /^CPU, 24 h: / })).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
  await picture(page, 'fleet-detail');
  await page.reload();
  await expect(pane.getByRole('heading', { name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(pane).toHaveCount(0);
  await expect(page).not.toHaveURL(/open=/);
  expect(wrong).toEqual([]);
});

test('Action_OnChosenVms_ShowsTheirNamesAndStartsARun', async ({ page, running }) => {
  const wrong = watch(page);
  await openFleet(page, "?where=powerState+%3D%3D+'on'");
  const names = await page.locator('.fleet-name button').allInnerTexts();
  await page.getByRole('checkbox', { name: `Select ${names[0]}`, exact: true }).click();
  await page.getByRole('checkbox', { name: `Select ${names[2]}`, exact: true }).click({ modifiers: ['Shift'] });
  await page.getByRole('region', { name: 'Selected VMs' }).getByRole('button', { name: 'Snapshot' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take a snapshot of 3 VMs' });
  for (const name of names.slice(0, 3)) await expect(dialog.getByRole('cell', { name })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('textbox', { name: 'Name of the snapshot' }).fill('before-change');
  await picture(page, 'fleet-action');
  await dialog.getByRole('button', { name: 'Take a snapshot of 3 VMs' }).click();
  const progress = page.getByRole('status').filter({ hasText: 'Take a snapshot of 3 VMs' });
  await expect(progress).toContainText('3 of 3 done', { timeout: 30_000 });
  const href = await progress.getByRole('link', { name: 'Open the run' }).getAttribute('href');
  const run = (await (await running.api.get(`/api/v1${href}`)).json()) as { workflow: string; inputs: { vms: string[]; name: string } };
  expect(run).toMatchObject({ workflow: 'take-snapshots', inputs: { name: 'before-change' } });
  expect(run.inputs.vms).toHaveLength(3);
  expect(wrong).toEqual([]);
});

test('Action_ThatDestroys_WantsTheCountTyped', async ({ page }) => {
  await openFleet(page);
  await page.locator('.fleet-name button').first().click();
  await page.getByRole('complementary').getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /Revert to a snapshot/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Revert 1 VM' });
  const revert = dialog.getByRole('button', { name: 'Revert 1 VM' });
  await dialog.getByRole('textbox', { name: 'Name of the snapshot' }).fill('x');
  await expect(revert).toBeDisabled();
  await dialog.getByRole('textbox', { name: /^Type 1/ }).fill('1');
  await expect(revert).toBeEnabled();
  await picture(page, 'fleet-destroy');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});
