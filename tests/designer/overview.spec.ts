import { expectAccessible, picture, watch } from './look';
import { expect, Server, test } from './server';

test.use({ locale: 'en-GB' });

test('Tour_OfTheFirstStart_LeadsToARun', async ({ browser }) => {
  const server = await Server.start();
  try {
    const context = await browser.newContext({ storageState: undefined, locale: 'en-GB' });
    const page = await context.newPage();
    const wrong = watch(page);
    await page.goto(server.link);
    const tour = page.getByRole('complementary', { name: 'First steps' });
    await expect(tour).toContainText('A first run in two minutes', { timeout: 30_000 });
    await expectAccessible(page);
    await picture(page, 'tour-1');
    for (const [button, heading] of [
      ['Show me the fleet', 'Fleet'],
      ['Now the workflows', 'Workflows'],
      ['Open it', /idle/],
    ] as const) {
      await tour.getByRole('button', { name: button }).press('Enter');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    }
    await expect(tour.getByText(/VMs? fits? now/)).toBeVisible();
    await picture(page, 'tour-4');
    await tour.getByRole('button', { name: 'Start the run' }).press('Enter');
    await expect(page).toHaveURL(/\/runs\/.+/);
    await tour.getByRole('button', { name: 'Done' }).press('Enter');
    await expect(tour).toHaveCount(0);
    await page.goto(`${server.address}/`);
    await expect(page.getByRole('heading', { name: 'Running and waiting' })).toBeVisible();
    await expect(tour).toHaveCount(0);
    expect(wrong).toEqual([]);
    await context.close();
  } finally {
    await server.stop();
  }
});

test('Overview_AfterAStop_SaysWhoAndWhyAndStartsAgain', async ({ page, running }) => {
  await running.api.post('/api/v1/automation/stop', { data: { reason: 'wrong tags' } });
  await page.goto('/');
  const card = page.locator('.automation-stopped');
  await expect(card).toContainText('Reason: wrong tags');
  await expect(page.getByRole('heading', { name: /operations? in flight/ })).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'overview-stopped');
  await card.getByRole('textbox', { name: 'Reason for starting again' }).fill('tags are right');
  await card.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByText('Automation is on')).toBeVisible();
});

test('Figures_OfOverview_LeadToTheirLists', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: /^Hosts above 80/ }).click();
  await expect(page).toHaveURL(/\/fleet\?tab=hosts&where=/);
  await expect(page.getByRole('combobox', { name: 'Search the fleet' })).toHaveValue(/cpu\.now/);
});
