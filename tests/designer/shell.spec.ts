import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

test('SignInLink_OfTheFirstStart_LandsOnOverview', ({ running }) => {
  expect(running.landedOn).toBe('Overview');
});

test('Page_ForAStranger_IsTheSignInPage', async ({ browser, running }) => {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] }, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${running.server.address}/runs`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await expectAccessible(page);
  await picture(page, 'signed-out');
  await context.close();
});

test('StopAll_PressedTwice_StopsAndStartsAgainWithAReason', async ({ page, running }) => {
  const wrong = watch(page);
  // Not on the overview, which offers to start again too.
  await page.goto('/runs');
  await page.getByRole('button', { name: 'Stop all automation' }).click();
  await expect(page.getByRole('button', { name: 'Stop now' })).toBeFocused();
  await picture(page, 'stop');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Automation is stopped' })).toBeVisible();
  expect(await (await running.api.get('/api/v1/automation')).json()).toMatchObject({ stopped: true, stoppedBy: 'user:administrator' });
  const start = page.getByRole('button', { name: 'Start automation again' });
  await expect(start).toBeDisabled();
  await picture(page, 'stopped');
  await page.getByRole('textbox', { name: /^Reason/ }).fill('drill is over');
  await start.click();
  await expect(page.getByRole('button', { name: 'Stop all automation' })).toBeVisible();
  expect(await (await running.api.get('/api/v1/automation')).json()).toMatchObject({ stopped: false });
  expect(wrong).toEqual([]);
});

test('Preferences_Switched_AreKept', async ({ page }) => {
  await page.goto('/runs');
  await page.getByRole('button', { name: /中文/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('执行记录');
  await page.getByRole('button', { name: /的设置$/ }).click();
  await page.getByRole('menuitem', { name: '深色' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('执行记录');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('Palette_ByItsKey_OpensAWorkflow', async ({ page }) => {
  await page.goto('/');
  // Before there is a page, there are no keys.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('power-off-idle');
  await expect(page.getByRole('option').first()).toBeVisible();
  await picture(page, 'palette');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workflows\/power-off-idle-test-vms$/);
});

test('Server_Gone_IsShownAsStale', async ({ page, context }) => {
  await page.goto('/');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  await context.route('**/api/**', (route) => route.abort());
  await expect(page.getByRole('status').filter({ hasText: /^Stale since/ })).toBeVisible({ timeout: 15_000 });
  await picture(page, 'stale');
  await context.unroute('**/api/**');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible({ timeout: 15_000 });
});
