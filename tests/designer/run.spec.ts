import { createServer } from 'node:net';
import { request } from '@playwright/test';
import { publish, start } from './flows';
import { expectAccessible, picture, watch } from './look';
import { key, Restartable } from './restartable';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

test('Run_WhileItGoes_IsShownLiveToItsEnd', async ({ page, running }) => {
  test.setTimeout(90_000);
  const wrong = watch(page);
  await publish(
    running.api,
    'live-run',
    `name: Live run
steps:
  go: { name: Wait for the word, activity: flow.wait-for-signal, with: { name: go } }
  find: { name: Find VMs, activity: fleet.find-vms, with: { where: "powerState == 'on'" } }
  snap: { name: Take snapshots, activity: vm.snapshot, with: { name: live, targets: "\${ steps.find.output.vms }" } }
transitions: [go -> find, find.found -> snap]
`,
  );
  const id = await start(running.api, 'live-run');
  await page.goto(`/runs/${id}`);
  await expect(page.getByText('waits for the signal go')).toBeVisible();
  await page.getByRole('button', { name: 'Send this signal…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await expect(page.locator('.run-head [data-state="completed"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.run-drawing .react-flow__node')).toHaveCount(3);
  await expect(page.locator('.timeline-row')).toHaveCount(3);
  await expect(page.getByText('run ended: completed')).toBeVisible();
  await picture(page, 'run-live');
  await expectAccessible(page);
  // The marker is the scrubber: back before the signal the run waits again, and L returns.
  await page.getByRole('slider', { name: 'Moment that is shown' }).press('Home');
  await expect(page.getByText('event 1 of')).toBeVisible();
  await expect(page.getByText('run ended: completed')).toHaveCount(0);
  await page.locator('.run-head').click();
  await page.keyboard.press('l');
  await expect(page.locator('.run-head [data-state="completed"]')).toBeVisible();
  expect(wrong).toEqual([]);
});

test('FailedTargets_OfAnEndedRun_StandFirstAndAreRerunAlone', async ({ page, running }) => {
  test.setTimeout(120_000);
  const made = await running.api.post('/api/v1/connections', {
    data: {
      id: 'faulty',
      name: 'faulty',
      platform: 'simulator',
      mode: 'change',
      settings: {
        world: 'faulty',
        hosts: 4,
        virtualMachines: 150,
        timeScale: 0,
        faults: [{ operation: 'shutdown', vm: 'web-0*', error: 'Conflict', message: 'ToolsUnavailable: VMware Tools is not running.' }],
      },
    },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await expect
    .poll(
      async () =>
        ((await (await running.api.get("/api/v1/fleet/vms?limit=1&where=connection == 'faulty'")).json()) as { items: unknown[] }).items
          .length,
      { timeout: 20_000 },
    )
    .toBe(1);
  await publish(
    running.api,
    'many-fail',
    `name: Power off many
steps:
  off:
    name: Power them off
    activity: vm.power-off
    with: { targets: "connection == 'faulty' && powerState == 'on' && tags.protected != 'yes'", concurrency: 50, failureBudget: 100 }
`,
  );
  const id = await start(running.api, 'many-fail', '30s');
  await page.goto(`/runs/${id}`);
  await expect(page.locator('.run-head [data-state="handled"]')).toBeVisible({ timeout: 60_000 });
  const rows = page.locator('.targets-table .ant-table-row');
  await expect(rows.first()).toContainText('Failed');
  await expect(rows.first()).toContainText('ToolsUnavailable');
  const failed = Number(/\d+/.exec(await page.getByRole('button', { name: /^Rerun \d+ failed/ }).innerText())?.[0]);
  expect(failed).toBeGreaterThan(1);
  await expect(page.getByRole('alert')).toContainText('ToolsUnavailable: VMware Tools is not running.');
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await expect(page.getByText(`Failure 2 of ${failed}`)).toBeVisible();
  await picture(page, 'run-failures');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Rerun \d+ failed/ }).click();
  const ask = page.getByRole('dialog');
  await expect(ask.getByRole('listitem')).toHaveCount(failed);
  const go = ask.getByRole('button', { name: `Rerun ${failed} targets` });
  if (failed > 10) {
    await expect(go).toBeDisabled();
    await ask.getByRole('textbox').fill(String(failed));
  }
  await picture(page, 'run-rerun');
  await go.click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.getByRole('link', { name: /^Rerun of/ })).toBeVisible();
  await expect(
    page
      .getByText(`${failed} failed`)
      .or(page.getByRole('button', { name: `Rerun ${failed} failed` }))
      .first(),
  ).toBeVisible();
});

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

test('Server_KilledDuringARun_PageGoesOnWithEachLineOnce', async ({ browser }) => {
  test.setTimeout(300_000);
  const server = new Restartable(await freePort());
  try {
    await server.start();
    const headers = { Authorization: `Bearer ${key}` };
    const api = await request.newContext({ baseURL: server.address, extraHTTPHeaders: headers });
    await publish(
      api,
      'restarted',
      `name: Restarted
steps:
  find: { activity: fleet.find-vms, with: { where: "powerState == 'on'" } }
  go: { activity: flow.wait-for-signal, with: { name: go } }
  snap: { activity: vm.snapshot, with: { name: again, targets: "\${ steps.find.output.vms }" } }
transitions: [find.found -> go, go -> snap]
`,
    );
    const id = await start(api, 'restarted');
    const context = await browser.newContext({ locale: 'en-GB', extraHTTPHeaders: headers });
    const page = await context.newPage();
    await page.goto(`${server.address}/runs/${id}?tab=history`);
    await expect(page.getByText('waits for the signal go')).toBeVisible();
    await server.kill();
    await expect(page.getByText(/Stale since|\d live, \d stale/)).toBeVisible({ timeout: 30_000 });
    await server.start();
    await api.post(`/api/v1/runs/${id}/signals/go`, { data: {} });
    await expect(page.locator('.run-head [data-state="completed"]')).toBeVisible({ timeout: 40_000 });
    const history = (await (await api.get(`/api/v1/runs/${id}/history`)).json()) as { sequence: number }[];
    await expect(page.getByText(`event ${history.length} of ${history.length}`)).toBeVisible();
    await expect(page.locator('.log-lines').getByText('signal go received')).toHaveCount(1);
    await expect(page.locator('.log-lines').getByText(/done\. Snapshot/)).toHaveCount(
      history.filter(
        (entry) =>
          (entry as { type?: string; data?: { path?: string; status?: string } }).type === 'unit.settled' &&
          (entry as { data?: { status?: string } }).data?.status === 'completed',
      ).length,
    );
    await context.close();
    await api.dispose();
  } finally {
    await server.remove();
  }
});
