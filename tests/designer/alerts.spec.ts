import { expectAccessible, picture } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

test('Source_Added_ItsConfigurationBringsAnAlertAndStrangersAreCounted', async ({ page, running, request }) => {
  await page.goto('/triggers/sources');
  await page.getByRole('button', { name: 'Add a source' }).first().click();
  await page.getByRole('radio', { name: /^Alertmanager/ }).check();
  await page.getByLabel('Name', { exact: true }).fill('am-lab');
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();

  const pane = page.getByRole('complementary', { name: 'am-lab' });
  const copied = await pane.getByRole('region', { name: 'alertmanager.yml' }).locator('pre').innerText();
  const [url, token] = [/url: "(.+)"/, /credentials: "(.+)"/].map((part) => part.exec(copied)?.[1] ?? '');
  expect(url).toBe(`${running.server.address}/hooks/am-lab`);
  const labels = { alertname: 'HostHighCpu', severity: 'critical', team: 'ops' };
  const alert = { status: 'firing', labels, annotations: { value: '91 %' }, startsAt: new Date().toISOString() };
  const send = (credentials: string) =>
    request.post(url ?? '', { headers: { Authorization: `Bearer ${credentials}` }, data: { alerts: [alert] } });
  expect((await send(token ?? '')).status()).toBe(202);
  expect((await send('a stranger')).status()).toBe(401);
  await expect(pane.getByText('wrong token, password or signature')).toBeVisible();
  await expect(page.getByRole('row', { name: /^am-lab .* 1, last: wrong token/ })).toBeVisible();
  await expectAccessible(page);

  // Nothing tells the token again.
  await page.reload();
  await expect(pane.getByText('credentials: "<token>"')).toBeVisible();

  await page.goto('/triggers/alerts?q=team');
  await page.getByRole('link', { name: 'HostHighCpu', exact: true }).click();
  const told = page.getByRole('complementary', { name: 'HostHighCpu' });
  await expect(told.getByText('accepted and committed as alert')).toBeVisible();
  await expect(told.getByText('91 %').first()).toBeVisible();
  await expect(page.getByText('1 rejected at the door (wrong token, password or signature, source am-lab)')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'No action 1' })).toBeAttached();
  await picture(page, 'alert-inbox');
  await expectAccessible(page);
});
