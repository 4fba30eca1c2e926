import { publish, start } from './flows';
import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB', colorScheme: 'dark', viewport: { width: 390, height: 844 } });

test('Approval_OnAPhoneAtNight_IsGivenWithTheCountTyped', async ({ page, running }) => {
  const wrong = watch(page);
  await publish(
    running.api,
    'phone-approval',
    `name: Park lab VMs
steps:
  off:
    activity: vm.power-off
    with: { targets: "powerState == 'on' && tags.protected != 'yes'", failureBudget: 50 }
    approval: { by: [role:operator], expires: PT1H }
`,
  );
  const id = await start(running.api, 'phone-approval');
  await page.goto('/approvals');
  await page.getByRole('button', { name: /Park lab VMs/ }).click();
  await expect(page.getByText(/Expires .* in 59 min/)).toBeVisible();
  const approve = page.getByRole('button', { name: /^Approve \d+, disrupt them$/ });
  const reject = page.getByRole('button', { name: 'Reject' });
  const count = Number(/\d+/.exec(await approve.innerText())?.[0]);
  expect(count).toBeGreaterThan(10);
  await expect(approve).toBeDisabled();
  await expect(reject).toBeDisabled();
  for (const button of [approve, reject]) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await picture(page, 'approval-390');
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Reason' }).fill('checked with the owners');
  await expect(reject).toBeEnabled();
  await page.getByRole('textbox', { name: 'Type the number of VMs' }).fill(String(count));
  await approve.click();
  await expect(page.getByText('You approved it. The run goes on.')).toBeVisible();
  // What was decided is in the inbox of the run when it is answered, and in its history soon after.
  await expect
    .poll(async () => {
      const history = (await (await running.api.get(`/api/v1/runs/${id}/history`)).json()) as {
        type: string;
        data: { approved?: boolean; reason?: string };
      }[];
      return history.find(({ type }) => type === 'approval.decided')?.data;
    })
    .toMatchObject({ approved: true, reason: 'checked with the owners' });
  expect(wrong).toEqual([]);
});

test('Run_OnAPhone_IsPausedAndResumed', async ({ page, running }) => {
  await publish(running.api, 'phone-pause', `name: Waits\nsteps:\n  go: { activity: flow.wait-for-signal, with: { name: go } }\n`);
  const id = await start(running.api, 'phone-pause');
  await page.goto(`/runs/${id}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/The run was paused by/)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await picture(page, 'run-390');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});
