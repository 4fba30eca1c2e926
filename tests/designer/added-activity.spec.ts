import { picture, watch } from './look';
import { expect, test } from './server';

const sample = new URL('../Runbooks.SampleActivities/bin/Debug/net10.0/Runbooks.SampleActivities.dll', import.meta.url).pathname;

// A server with an assembly that the designer knows nothing of.
test.use({ locale: 'en-GB', settings: { Runbooks__Activities__Assemblies__0: sample } });

test('ActivityOfAnAddedAssembly_IsInThePaletteWithAFormAndRuns', async ({ page, running }) => {
  test.setTimeout(90_000);
  const wrong = watch(page);
  const field = (name: string) => page.locator(`[data-path="/steps/checkpoint/with/${name}"]`);
  await page.goto('/workflows/new');
  await page.locator('.editor-empty').getByLabel('Name').fill('Before the work');
  await page
    .getByRole('button', { name: 'Checkpoint VMs' })
    .dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 200, y: 200 } });
  // The help is the XML documentation, the form the input record.
  await expect(page.getByText('Takes a snapshot of virtual machines before planned work')).toBeVisible();
  await expect(page.locator('.problems-bar')).toContainText("'ticket' is missing.");
  await field('targets').getByText('By condition').click();
  await field('targets').getByRole('textbox').click();
  await page.keyboard.type("name == 'app-01'");
  await field('ticket').getByRole('textbox').fill('CHG-7');
  await field('risk').getByText('high').click();
  await field('keepFor').getByRole('textbox').fill('36 h');
  await field('night').getByRole('textbox').fill('2');
  await field('memory').getByRole('switch').click();
  await field('owners').getByRole('combobox').click();
  await page.keyboard.type('Li,Chen,');
  await expect(page.locator('.problems-bar')).toHaveCount(0);
  await picture(page, 'added-activity');

  await page.keyboard.press('Control+s');
  await expect(page).toHaveURL(/\/workflows\/before-the-work$/);
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish/ })
    .click();
  await page.getByRole('button', { name: 'Start…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.locator('.run-head [data-state="completed"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('CHG-7-night-2, risk High, kept 36 h for Li and Chen.').first()).toBeVisible();
  await picture(page, 'added-activity-ran');
  const run = await (await running.api.get(`/api/v1/runs/${page.url().split('/').at(-1)}`)).json();
  expect(run.steps.checkpoint.output.succeeded).toMatchObject([
    { name: 'app-01', message: 'CHG-7-night-2, risk High, kept 36 h for Li and Chen.' },
  ]);
  expect(wrong).toEqual([]);
});
