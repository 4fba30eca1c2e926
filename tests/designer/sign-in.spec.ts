import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB', storageState: { cookies: [], origins: [] } });

const makeKey = async (running: { api: import('@playwright/test').APIRequestContext }, name: string, role: string) => {
  const made = await running.api.post('/api/v1/keys', { data: { name, roles: [role] } });
  return (await made.json()) as { id: string; key: string };
};

test('SignIn_WithAKey_ReturnsToThePageAndEndsWithTheKey', async ({ page, running }) => {
  const { id, key } = await makeKey(running, 'viewer-of-runs', 'viewer');
  await page.goto('/runs?status=failed');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');

  await page.getByLabel('API key', { exact: true }).fill('rbk_nobodys');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This key is not known')).toBeVisible();
  await picture(page, 'sign-in-refused');
  await expectAccessible(page);

  await page.getByLabel('API key', { exact: true }).fill(key);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\?status=failed$/);
  await expect(page.getByRole('button', { name: 'Settings of key:viewer-of-runs' })).toBeVisible();

  await running.api.delete(`/api/v1/keys/${id}`);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
});

test('SignInLink_UsedBefore_SaysSoInAWordAndOffersTheOtherWay', async ({ page, running }) => {
  const wrong = watch(page);
  await page.goto(running.server.link);
  await expect(page.getByRole('alert')).toContainText('was used already or has expired');
  await expect(page.getByLabel('API key', { exact: true })).toBeFocused();
  await picture(page, 'sign-in-link-used');
  expect(wrong).toEqual([]);
});
