import { expectAccessible, picture } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

test('Connection_Added_IsTestedAndItsModeChanged', async ({ page, running }) => {
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Add a connection' }).click();
  await page.getByRole('radio', { name: /^KVM/ }).check();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Required and missing.')).toBeVisible();

  await page.getByLabel('Name', { exact: true }).fill('Lab KVM');
  await page.getByLabel(/^Address/).fill('test+tcp://127.0.0.1:1/system');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const pane = page.getByRole('complementary', { name: 'Lab KVM' });
  await pane.getByRole('button', { name: 'Test' }).click();
  // The platform's own words, and what can be done.
  await expect(pane.getByRole('alert').locator('pre')).not.toBeEmpty();
  await expect(pane.getByRole('alert')).toContainText('Next step:');
  await picture(page, 'connection-down');
  await expectAccessible(page);

  await pane.getByRole('button', { name: 'Allow changes…' }).click();
  await expect(page.getByText('From now on runs may power off')).toBeVisible();
  await page.getByRole('button', { name: 'Allow changes', exact: true }).click();
  await expect(pane.getByRole('button', { name: 'Only observe…' })).toBeVisible();
  expect(await (await running.api.get('/api/v1/connections/lab-kvm')).json()).toMatchObject({
    mode: 'change',
    settings: { uri: 'test+tcp://127.0.0.1:1/system' },
  });

  await pane.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete the connection' }).click();
  await expect(pane).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Lab KVM' })).toHaveCount(0);
});

test('Key_Made_IsShownOnceAndRevoked', async ({ page, running }) => {
  await page.goto('/settings/keys?open=new');
  await page.getByLabel('Name', { exact: true }).fill('ci');
  await page.getByRole('checkbox', { name: /^Author/ }).check();
  await page.getByRole('button', { name: 'Make the key' }).click();
  const key = await page.locator('.keys-made code').innerText();
  const asCi = { headers: { Authorization: `Bearer ${key}` } };
  expect((await running.api.get('/api/v1/session', asCi)).status()).toBe(200);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(key)).toHaveCount(0);

  await page.getByRole('link', { name: 'ci', exact: true }).click();
  await page.getByRole('button', { name: 'Revoke…' }).click();
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await expect(page.getByRole('link', { name: 'ci', exact: true })).toHaveCount(0);
  expect((await running.api.get('/api/v1/session', asCi)).status()).toBe(401);
});
