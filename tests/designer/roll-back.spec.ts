import { publish, start } from './flows';
import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

test('RollBack_OfAnEndedRun_NamesWhatItPutsBackAndShowsItLive', async ({ page, running }) => {
  test.setTimeout(120_000);
  const wrong = watch(page);
  // Other tests have left VMs off, and protected ones are left alone.
  const three = `find: { name: Find VMs, activity: fleet.find-vms, with: { where: "tags.protected != 'yes'", limit: 3 } }`;
  await publish(
    running.api,
    'put-back-first',
    `steps:
  ${three}
  on: { activity: vm.power-on, with: { targets: "\${ steps.find.output.vms }" } }
transitions: [find.found -> on]
`,
  );
  await start(running.api, 'put-back-first', '60s');
  await publish(
    running.api,
    'put-back-run',
    `name: Put back
steps:
  ${three}
  snap: { name: Take snapshots, activity: vm.snapshot, with: { name: put-back, targets: "\${ steps.find.output.vms }" } }
  again: { name: Restart, activity: vm.restart, with: { mode: hard, targets: "\${ steps.find.output.vms }" } }
transitions: [find.found -> snap, snap -> again]
`,
  );
  const id = await start(running.api, 'put-back-run', '60s');
  await page.goto(`/runs/${id}`);
  await expect(page.locator('.run-head [data-state="completed"]')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Roll back…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^Removes snapshot 'put-back' of /)).toHaveCount(3);
  await expect(dialog.getByText('A restart has happened.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('It was the wrong day');
  await picture(page, 'roll-back-ask');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  await expect(page.locator('.run-head [data-state="rolled-back"]')).toBeVisible({ timeout: 60_000 });
  const note = page.getByRole('region', { name: 'Roll back' });
  await expect(note.getByText('3 of 3 changes taken back')).toBeVisible();
  await expect(note.getByText('It was the wrong day')).toBeVisible();
  await expect(page.getByText('run ended: Rolled back')).toBeVisible();
  await expect(page.locator('.timeline-row')).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Roll back…' })).toHaveCount(0);
  await picture(page, 'roll-back-done');
  await expectAccessible(page);
  expect(wrong).toEqual([]);
});
