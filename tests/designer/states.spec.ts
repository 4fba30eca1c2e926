import type { APIRequestContext } from '@playwright/test';
import { publish, start } from './flows';
import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

/** What people see on a bad day. Each state is made once, and looked at in both languages and themes. */
const looks = [
  { colorScheme: 'light', locale: 'en-GB' },
  { colorScheme: 'dark', locale: 'zh-CN' },
] as const;

const flows = ['holder', 'held', 'cancelling', 'slow', 'first', 'failed', 'retrying', 'asked'] as const;
type Runs = Record<(typeof flows)[number] | 'queued', string>;

/** With pictures to look at, all; else those that differ from what other tests open. */
const isLookedAt = process.env.SCREENSHOTS !== undefined;
const asked: readonly string[] = ['failed', 'cancelling'];

test.describe.configure({ timeout: 240_000 });

const connection = (id: string, settings: object) => ({
  id,
  name: id,
  platform: 'simulator',
  mode: 'change',
  settings: { world: id, hosts: 2, virtualMachines: 8, seed: 3, ...settings },
});

const connect = async (api: APIRequestContext, id: string, settings: object): Promise<void> => {
  const made = await api.post('/api/v1/connections', { data: connection(id, settings) });
  expect(made.ok(), await made.text()).toBe(true);
  await expect.poll(async () => (await vms(api, id)).length, { timeout: 20_000 }).toBeGreaterThan(0);
};

const vms = async (api: APIRequestContext, connection: string): Promise<{ id: string; name: string }[]> => {
  const answer = await api.get('/api/v1/fleet/vms', { params: { where: `connection == '${connection}' && powerState == 'on'` } });
  return ((await answer.json()) as { items: { id: string; name: string }[] }).items;
};

const detail = async (api: APIRequestContext, id: string) =>
  (await (await api.get(`/api/v1/runs/${id}`)).json()) as { status: string; waiting: { for: string } | null };

const becomes = (api: APIRequestContext, id: string, status: string) =>
  expect.poll(async () => (await detail(api, id)).status, { timeout: 30_000, message: `${id} becomes ${status}` }).toBe(status);

const wait = (name: string) => `{ activity: flow.wait-for-signal, with: { name: ${name} } }`;

const definitions = (target: string): Record<(typeof flows)[number], string> => {
  const faulty = `"connection == 'toolless' && powerState == 'on' && tags.protected != 'yes'"`;
  const retry = 'retry: { attempts: 3, first: PT10M, max: PT1H, on: [platform.busy] }';
  const approval = 'approval: { by: [role:operator], expires: PT1H }';
  return {
    holder: `name: Holds a VM\nsteps:\n  hold:\n    activity: flow.scope\n    with: { hold: "name == '${target}' && connection == 'slow'" }\n    steps: { go: ${wait('go')} }\n`,
    held: `name: Wants the same VM\nsteps:\n  off: { name: Restart, activity: vm.restart, with: { targets: "name == '${target}' && connection == 'slow'" } }\n`,
    cancelling: `name: Slow suspend\nsteps:\n  off: { name: Suspend, activity: vm.suspend, with: { targets: "connection == 'slower' && powerState == 'on'" } }\n`,
    slow: `name: Slow snapshots\nsteps:\n  snap: { name: Snapshot, activity: vm.snapshot, with: { name: s, targets: "connection == 'slow' && name != '${target}'" } }\n`,
    first: `name: One at a time\npolicy: { concurrency: { max: 1, whenBusy: queue } }\nsteps:\n  go: ${wait('go')}\n`,
    failed: `name: Power off faulty\nsteps:\n  off: { name: Power off, activity: vm.power-off, with: { targets: ${faulty} } }\n`,
    retrying: `name: Tries again\nsteps:\n  snap: { name: Snapshot, activity: vm.snapshot, with: { name: s, targets: ${faulty} }, ${retry} }\n`,
    asked: `name: Asks first\nsteps:\n  off: { name: Power off, activity: vm.power-off, with: { targets: ${faulty} }, ${approval} }\n`,
  };
};

/** The states, made once for the file. */
const makeAll = async (api: APIRequestContext): Promise<Runs> => {
  await connect(api, 'slow', { timeScale: 300 });
  // Like a platform that cannot take back what it was asked.
  await connect(api, 'slower', { timeScale: 300, faults: [{ operation: 'cancel', error: 'Unsupported' }] });
  await connect(api, 'lost', {});
  const faults = [
    { operation: 'shutdown', error: 'Conflict', message: 'ToolsUnavailable: VMware Tools is not running.' },
    { operation: 'create-snapshot', error: 'Busy', message: 'Another task is already in progress.' },
  ];
  await connect(api, 'toolless', { timeScale: 0, faults });
  const gone = [{ operation: '*', error: 'Unreachable', message: 'connect ETIMEDOUT 10.0.0.7:443' }];
  const lost = await api.put('/api/v1/connections/lost', { data: connection('lost', { faults: gone }) });
  expect(lost.ok(), await lost.text()).toBe(true);
  const target = (await vms(api, 'slow'))[0]?.name ?? '';
  const runs: Partial<Runs> = {};
  for (const [id, steps] of Object.entries(definitions(target)) as [(typeof flows)[number], string][]) {
    await publish(api, `bad-day-${id}`, steps);
    runs[id] = await start(api, `bad-day-${id}`);
    if (id === 'holder') await becomes(api, runs[id], 'waiting');
    // The next one wants the same VMs.
    if (id === 'failed') await becomes(api, runs[id], 'failed');
    if (id === 'cancelling') {
      await becomes(api, runs[id], 'running');
      await api.post(`/api/v1/runs/${runs[id]}/cancel`, { data: { reason: 'wrong targets' } });
    }
  }
  runs.queued = await start(api, 'bad-day-first');
  return runs as Runs;
};

let made: Promise<Runs> | undefined;

for (const look of looks) {
  test.describe(`${look.colorScheme}, ${look.locale}`, () => {
    test.use(look);
    test('States_OfABadDay_AreWholeAndAccessible', async ({ page, running: { api } }) => {
      const wrong = watch(page);
      made ??= makeAll(api);
      const runs = await made;
      const seen = async (name: string): Promise<void> => {
        await picture(page, `state-${name}-${look.colorScheme}-${look.locale}`);
        await expectAccessible(page);
      };
      for (const [name, id] of Object.entries(runs).filter(([name]) => isLookedAt || asked.includes(name))) {
        await page.goto(`/runs/${id}`);
        await expect(page.locator('.run-head [data-state]').first()).toBeVisible();
        await expect(page.locator('.run-drawing .react-flow__node').first()).toBeVisible();
        await seen(`run-${name}`);
      }
      await page.route(`**/api/v1/runs/${runs.holder}`, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({
          json: { ...(await answer.json()), status: 'stuck', stuck: 'InvalidOperationException: no rule for the event.' },
        });
      });
      await page.goto(`/runs/${runs.holder}`);
      await expect(page.getByRole('alert')).toContainText('InvalidOperationException');
      await seen('run-stuck');
      await page.goto(`/runs/${runs.slow}`);
      await page.getByRole('button', { name: /^(Cancel…|取消…)$/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await seen('dialog-cancel');
      await page.goto(`/runs/${runs.failed}`);
      await page.getByRole('button', { name: /^(More|更多)$/ }).click();
      await page.getByRole('menuitem').first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await seen('dialog-rerun');
      const places = [
        ['approval', '/approvals', '.request'],
        ['stale', "/fleet?where=connection+%3D%3D+'lost'", '.fleet-name button'],
        ...(isLookedAt
          ? [
              ['connection', '/settings/connections?open=lost', '.side-pane'],
              ['overview', '/', '.going-why:not(:empty)'],
              ['runs', '/runs', 'main .ant-table-row'],
              ['workflow', '/workflows?open=power-off-vms', '.side-pane'],
            ]
          : []),
      ] as const;
      for (const [name = '', path = '', ready = ''] of places) {
        await page.goto(path);
        await expect(page.locator(ready).first()).toBeVisible({ timeout: 20_000 });
        await expect(page.locator('.ant-spin-spinning')).toHaveCount(0);
        await seen(name);
      }
      for (const tab of isLookedAt ? ['vms', 'hosts', 'storages'] : ['hosts']) {
        await page.goto(`/fleet?tab=${tab}`);
        await expect(page.locator('.fleet-name button').first()).toBeVisible();
        await page.keyboard.press('j');
        await page.keyboard.press('Enter');
        await expect(page.locator('.side-pane .facts')).toBeVisible();
        await seen(`pane-${tab}`);
      }
      await page.goto('/workflows?view=gallery');
      await expect(page.locator('.gallery-card').last()).toContainText(look.locale === 'zh-CN' ? '创建快照' : 'Take snapshots');
      await seen('gallery');
      await page.locator('.gallery-card footer button').first().click();
      await expect(page.locator('dialog[open] .start-form')).toBeVisible();
      await seen('dialog-start');
      await page.goto('/');
      await page.getByRole('link', { name: /^(Review|查看并审批|审阅)/ }).click();
      await expect(page.locator('.request h2').first()).toContainText('Asks first');
      await page.getByRole('button', { name: /^(Stop all automation|停止全部自动化)$/ }).click();
      await expect(page.locator('.ant-popover')).toBeVisible();
      await seen('dialog-stop');
      await api.post('/api/v1/automation/stop', { data: { reason: 'wrong tags' } });
      await page.goto('/');
      await expect(page.locator('.automation-stopped')).toBeVisible();
      await expect(page.getByRole('heading', { name: /operations? in flight|仍在进行/ })).toBeVisible();
      await seen('stopped');
      await page.goto(`/runs/${runs.slow}`);
      await expect(page.locator('.run-head [data-state]').first()).toBeVisible();
      await seen('run-stopped');
      await api.post('/api/v1/automation/start', { data: { reason: 'tags are right' } });
      expect(wrong).toEqual([]);
    });
  });
}
