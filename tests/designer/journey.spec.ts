import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { drag } from './flows';
import { expectAccessible, picture, watch } from './look';
import { MailSink } from './mail-sink';
import { test as base, expect } from './server';

/** What the designer is for: from an empty canvas to VMs that are off and a mail that says so. */
const test = base.extend<object, { mail: MailSink }>({
  mail: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from it
    async ({}, use) => {
      const mail = await MailSink.start();
      await use(mail);
      await mail.stop();
    },
    { scope: 'worker' },
  ],
  settings: [({ mail }, use) => use(mail.settings), { scope: 'worker' }],
});

test.use({ locale: 'en-GB' });
test.setTimeout(120_000);

const step = (page: Page, path: string): Locator => page.locator(`.react-flow__node[data-id="${path}"]`);
const field = (page: Page, path: string): Locator => page.locator(`[data-path="${path}"]`);

type Vm = { name: string; powerState: string };
const vmsOf = async (api: APIRequestContext, where: string): Promise<Vm[]> =>
  ((await (await api.get('/api/v1/fleet/vms', { params: { where, limit: 100 } })).json()) as { items: Vm[] }).items;

/** From outside: they are off, and the mail names them. */
const expectDone = async (api: APIRequestContext, mail: MailSink, names: string[], to: string): Promise<void> => {
  const where = names.map((name) => `name == '${name}'`).join(' || ');
  await expect.poll(async () => (await vmsOf(api, where)).map(({ powerState }) => powerState)).toEqual(names.map(() => 'off'));
  const mine = mail.mails.filter((one) => one.to.includes(to));
  expect(mine).toHaveLength(1);
  expect(mine[0]?.subject).toBe(`${names.length} VMs are off`);
  for (const name of names) expect(mine[0]?.text).toContain(name);
};

test('Mouse_FromAnEmptyCanvas_PowersOffWhatWasFoundAndTellsByMail', async ({ page, running, mail }) => {
  const wrong = watch(page);
  const where = "tags.app == 'intranet' && tags.env == 'dev'";
  const names = (await vmsOf(running.api, where)).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(1);

  await page.goto('/workflows');
  await page.getByRole('button', { name: 'New workflow' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Park the intranet');
  await page.getByRole('button', { name: 'Make the draft' }).click();
  await expect(page.getByText('What should happen first?')).toBeVisible();
  await picture(page, 'journey-empty');

  await page.getByRole('button', { name: 'Find VMs' }).dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 60, y: 200 } });
  await field(page, '/steps/findVms/with/where').getByRole('textbox').click();
  await page.keyboard.type(where);
  await expect(field(page, '/steps/findVms/with/where').getByRole('status')).toHaveText(`matches ${names.length} VMs`);
  await picture(page, 'journey-find');

  const after = async (id: string, outcome: string, by: [number, number], query: string, option: RegExp): Promise<void> => {
    await drag(page, step(page, id).locator(`[data-handleid="${outcome}"]`), by);
    await picture(page, 'journey-drag');
    await page.getByRole('combobox', { name: /Add a step after/ }).fill(query);
    await page.getByRole('option', { name: option }).click();
  };
  await after('findVms', 'found', [70, 0], 'approve', /^Approve/);
  await picture(page, 'journey-approve');
  await after('approve', 'approved', [70, 0], 'power off', /^Power off VMs/);
  await picture(page, 'journey-off');
  const targets = field(page, '/steps/powerOff/with/targets');
  await targets.getByRole('button', { name: 'Expression' }).click();
  await page.keyboard.type('steps.');
  await page.getByRole('option', { name: 'findVms' }).click();
  await picture(page, 'journey-expression');
  await page.keyboard.type('.output.vms');
  await after('powerOff', 'done', [70, 60], 'mail', /^E-mail/);
  await picture(page, 'journey-mail');
  await field(page, '/steps/email/with/to').getByRole('textbox').fill('ops@example.org');
  await field(page, '/steps/email/with/subject').getByRole('textbox').fill('${ steps.powerOff.output.succeeded.length } VMs are off');
  await field(page, '/steps/email/with/body')
    .getByRole('textbox')
    .fill('${ steps.powerOff.output.succeeded.map(vm => vm.name).join(", ") }');
  await step(page, 'approve').click();
  await field(page, '/steps/approve/with/by').getByRole('combobox').click();
  await page.keyboard.type('role:operator,');
  await expect(page.locator('.problems-bar')).toHaveCount(0);
  await picture(page, 'journey-built');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: /^saved/ })).toBeVisible();
  await page.getByRole('button', { name: 'Publish…' }).click();
  await picture(page, 'journey-publish');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish/ })
    .click();
  await page.getByRole('button', { name: 'Start…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('Nobody works there today');
  await picture(page, 'journey-start');
  await expectAccessible(page);
  // What it disrupts is named before it is started.
  await dialog.getByRole('button', { name: 'Preview', exact: true }).click();
  await expect(dialog.getByText('live fleet, nothing was changed')).toBeVisible();
  await picture(page, 'journey-preview');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /disrupt/ }).click();

  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByText('waits for the approval')).toBeVisible();
  await picture(page, 'journey-waits');
  await page.getByRole('link', { name: 'Decide' }).click();
  await page.getByRole('button', { name: 'Approve, it disrupts' }).click();
  await expect(page.getByText('You approved it. The run goes on.')).toBeVisible();
  await picture(page, 'journey-decided');
  await page.getByRole('link', { name: 'Open the run' }).click();
  await expect(page.locator('.run-head [data-state="completed"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('run ended: completed')).toBeVisible();
  await picture(page, 'journey-done');
  await expectDone(running.api, mail, names, 'ops@example.org');
  expect(wrong).toEqual([]);
});

test('Keyboard_Alone_DoesTheSame', async ({ page, running, mail }) => {
  const wrong = watch(page);
  const { keyboard } = page;
  const where = "tags.app == 'ci' && tags.env != 'prod' || name == 'cache-02'";
  const names = (await vmsOf(running.api, where)).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(1);
  const input = (path: string): Locator => field(page, path).locator(':is(input, textarea, [contenteditable="true"])');
  /** Tab by tab, as somebody without a mouse goes through a form. */
  const tabTo = async (there: Locator): Promise<void> => {
    for (let presses = 0; presses < 40; presses++) {
      if ((await there.count()) > 0) return;
      await keyboard.press('Tab');
    }
    throw new Error('The Tab key does not lead there.');
  };
  /** What may be pressed is waited for first: a page that is not there yet has nothing to go through. */
  const press = async (what: Locator): Promise<void> => {
    await expect(what).toBeEnabled();
    await tabTo(what.and(page.locator(':focus')));
    await keyboard.press('Enter');
  };
  const toField = async (path: string): Promise<void> => {
    await expect(input(path).first()).toBeAttached();
    await tabTo(input(path).and(page.locator(':focus')));
  };
  const add = async (query: string, id: string): Promise<void> => {
    await keyboard.press('/');
    await expect(page.getByRole('combobox', { name: /Add a step/ })).toBeFocused();
    await keyboard.type(query);
    await keyboard.press('Enter');
    await expect(step(page, id)).toBeFocused();
  };
  /** Into the form of the step, to the field, and back to the step. */
  const fill = async (path: string, text: string): Promise<void> => {
    await keyboard.press('Enter');
    await expect(page.locator('.editor-pane :focus')).toHaveCount(1);
    await toField(path);
    await keyboard.type(text);
  };
  /** Press by press, as each may close something first: where the focus has gone is looked at before the next. */
  const back = (id: string): Promise<void> =>
    expect(async () => {
      if (!(await step(page, id).evaluate((node) => node === document.activeElement))) await keyboard.press('Escape');
      await expect(step(page, id)).toBeFocused({ timeout: 500 });
    }).toPass({ timeout: 10_000 });

  await page.goto('/workflows/new');
  await expect(page.getByRole('button', { name: 'Find VMs' })).toBeVisible();
  await add('find vms', 'findVms');
  await fill('/steps/findVms/with/where', where);
  await expect(field(page, '/steps/findVms/with/where').getByRole('status')).toHaveText(`matches ${names.length} VMs`);
  await back('findVms');
  await add('approve', 'approve');
  await fill('/steps/approve/with/by', 'role:approver,');
  await back('approve');
  await add('power off vms', 'powerOff');
  await fill('/steps/powerOff/with/targets', '=');
  await expect(field(page, '/steps/powerOff/with/targets').locator('.cm-content')).toBeFocused();
  await keyboard.type('steps.findVms.output.vms');
  await back('powerOff');
  await add('e-mail', 'email');
  await fill('/steps/email/with/to', 'night@example.org');
  await toField('/steps/email/with/subject');
  await keyboard.type('${ steps.powerOff.output.succeeded.length } VMs are off');
  await toField('/steps/email/with/body');
  await keyboard.type('${ steps.powerOff.output.succeeded.map(vm => vm.name).join(", ") }');
  await picture(page, 'journey-keys');
  await expect(page.locator('.problems-bar')).toHaveCount(0);
  await keyboard.press('Control+s');
  await keyboard.type('Night by keys');
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workflows\/night-by-keys$/);
  await expect(page.getByRole('status').filter({ hasText: /^saved/ })).toBeVisible();
  const dialog = page.getByRole('dialog');
  // As long as it is there, the one that asked for the name takes the keys.
  await expect(dialog).toHaveCount(0);
  await keyboard.press('Control+Enter');
  await press(dialog.getByRole('button', { name: /^Publish/ }));
  await expect(page.getByText('draft of v1')).toBeVisible();
  await picture(page, 'journey-keys-published');
  await expect(dialog).toHaveCount(0);
  await keyboard.press('Shift+Enter');
  // What it disrupts is named before it is started.
  await press(dialog.getByRole('button', { name: 'Preview', exact: true }));
  await expect(dialog.getByText('live fleet, nothing was changed')).toBeVisible();
  await press(dialog.getByRole('button', { name: 'Start, and disrupt' }));

  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByText('waits for the approval')).toBeVisible();
  await press(page.getByRole('link', { name: 'Decide' }));
  await press(page.getByRole('button', { name: 'Approve, it disrupts' }));
  await expect(page.getByText('You approved it. The run goes on.')).toBeVisible();
  await picture(page, 'journey-keys-approved');
  await press(page.getByRole('link', { name: 'Open the run' }));
  await expect(page.locator('.run-head [data-state="completed"]')).toBeVisible({ timeout: 60_000 });
  await expectDone(running.api, mail, names, 'night@example.org');
  expect(wrong).toEqual([]);
});
