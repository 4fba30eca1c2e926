import type { APIRequestContext, Page } from '@playwright/test';
import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

const definition = (id: string) => `# Kept for the people who read it.
apiVersion: runbooks/v1
id: ${id}
name: Look and wait
inputs:
  pause: { type: duration, title: Pause, default: PT1S }
steps:
  # The first to go.
  find:
    activity: fleet.find-vms
    with: { where: "powerState == 'on'" }
  wait:
    activity: flow.delay
    with: { for: PT2S }
transitions:
  - find.found -> wait
layout: { find: [0, 0], wait: [240, 0] }
`;

const put = async (api: APIRequestContext, id: string, text = definition(id)): Promise<void> => {
  const answer = await api.put(`/api/v1/workflows/${id}`, { headers: { 'Content-Type': 'application/yaml' }, data: text });
  expect(answer.ok()).toBe(true);
};
const publish = async (api: APIRequestContext, id: string): Promise<void> => {
  expect((await api.post(`/api/v1/workflows/${id}/publish`)).ok()).toBe(true);
};

const open = async (page: Page, id: string, step?: string): Promise<void> => {
  await page.goto(`/workflows/${id}`);
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  if (step) await page.locator(`.react-flow__node[data-id="${step}"]`).click();
};
const field = (page: Page, path: string) => page.locator(`[data-path="${path}"]`);

test.use({ locale: 'en-GB' });

test('Step_WithAnotherInput_IsPublishedAsTheDifferenceSays', async ({ page, running }) => {
  const wrong = watch(page);
  await put(running.api, 'panels-publish');
  await publish(running.api, 'panels-publish');
  await open(page, 'panels-publish', 'wait');

  await field(page, '/steps/wait/with/for').getByRole('textbox').fill('5 minutes');
  await page.keyboard.press('Control+Enter');

  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('.diff')).toContainText('for PT2S → PT5M');
  await expectAccessible(page);
  await picture(page, 'publish');
  await dialog.getByRole('button', { name: 'Save and publish' }).click();
  await expect(dialog).toHaveCount(0);
  const read = await (await running.api.get('/api/v1/workflows/panels-publish')).json();
  expect([read.publishedVersion, read.definition.steps.wait.with.for]).toEqual([2, 'PT5M']);
  expect(wrong).toEqual([]);
});

test('Expression_AsItIsTyped_IsCompletedAndShownOverAPastRun', async ({ page, running }) => {
  await put(running.api, 'panels-expression');
  await publish(running.api, 'panels-expression');
  const run = await running.api.post('/api/v1/workflows/panels-expression/runs?wait=30s', { data: { inputs: { pause: 'PT3S' } } });
  expect((await run.json()).status).toBe('completed');
  await open(page, 'panels-expression', 'wait');

  const input = field(page, '/steps/wait/with/for');
  await input.getByRole('textbox').fill('');
  await input.getByRole('textbox').press('=');
  await expect(input.locator('.cm-content')).toBeFocused();
  await page.keyboard.type('inputs.pa');
  // Disabled while what was typed last is still being looked up.
  await expect(page.locator('.cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled) [aria-selected="true"]')).toContainText(
    'pause',
  );
  await page.keyboard.press('Enter');

  await expect(input.locator('.cm-content')).toContainText('inputs.pause');
  await expect(input.locator('output')).toHaveText('= PT3S');
  await expectAccessible(page);
});

test('Yaml_EditedBesideTheDrawing_ChangesItAndKeepsItsComments', async ({ page, running }) => {
  await put(running.api, 'panels-yaml');
  await open(page, 'panels-yaml', 'wait');
  await page.getByText('Both', { exact: true }).click();
  const text = page.locator('.yaml-pane .cm-content');
  await expect(text).toContainText('# The first to go.');

  await text.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('notes: [');
  await expect(page.getByRole('alert')).toContainText('The drawing stays as it was');
  await page.keyboard.type(']');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await field(page, '/steps/wait')
    .getByRole('textbox')
    .first()
    .or(field(page, '/steps/wait/name').getByRole('textbox'))
    .fill('Wait a little');
  await expect(text).toContainText('name: Wait a little');
  await page.keyboard.press('Control+s');

  await expect
    .poll(async () => (await running.api.get('/api/v1/workflows/panels-yaml', { headers: { Accept: 'application/yaml' } })).text())
    .toMatch(/# Kept for the people.*# The first to go\..*name: Wait a little/s);
});

test('Save_OverSomebodyElses_ShowsBothSidesAndKeepsMine', async ({ page, running }) => {
  await put(running.api, 'panels-conflict');
  await open(page, 'panels-conflict', 'wait');
  await field(page, '/steps/wait/with/for').getByRole('textbox').fill('9m');
  await put(running.api, 'panels-conflict', definition('panels-conflict').replace('PT2S', 'PT7S'));
  await page.keyboard.press('Control+s');

  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('PT2S → PT9M');
  await expect(dialog).toContainText('PT2S → PT7S');
  await expect(dialog.locator('.diff-both')).toHaveCount(2);
  await expectAccessible(page);
  await picture(page, 'conflict');
  await dialog.getByRole('button', { name: 'Keep mine' }).click();

  await expect(dialog).toHaveCount(0);
  await expect
    .poll(async () => (await (await running.api.get('/api/v1/workflows/panels-conflict')).json()).draft.steps.wait.with.for)
    .toBe('PT9M');
});

test('Input_Renamed_IsFollowedByWhatReadsItAndTakenBackAtOnce', async ({ page, running }) => {
  const text = definition('panels-rename').replace('PT2S', '"${ inputs.pause }"');
  await put(running.api, 'panels-rename', `${text}outputs: { count: "\${ steps.find.output.count }", pause: "\${ inputs.pause }" }\n`);
  await open(page, 'panels-rename');
  await page.locator('summary', { hasText: 'Inputs' }).click();
  await page.locator('summary', { hasText: 'duration' }).click();
  const name = page.getByLabel('Name in expressions').first();
  await name.fill('grace');
  await name.press('Enter');
  await page.locator('summary', { hasText: 'Outputs' }).click();
  await expect(page.locator('[data-path="/outputs/pause"]')).toContainText('inputs.grace');
  await page.getByRole('button', { name: 'Move pause up' }).click();
  await expectAccessible(page);
  await picture(page, 'outputs');
  await page.getByRole('button', { name: 'Save' }).click();

  const read = async () => (await (await running.api.get('/api/v1/workflows/panels-rename')).json()).draft;
  await expect.poll(async () => Object.keys((await read()).inputs)).toEqual(['grace']);
  const { steps, outputs } = await read();
  expect([steps.wait.with.for, Object.entries(outputs)]).toEqual([
    '${ inputs.grace }',
    [
      ['pause', '${ inputs.grace }'],
      ['count', '${ steps.find.output.count }'],
    ],
  ]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('[data-path="/outputs/pause"]')).toContainText('inputs.pause');
});

test('Problem_Chosen_LeadsIntoItsField', async ({ page, running }) => {
  await put(running.api, 'panels-problem', definition('panels-problem').replace('PT2S', 'soon'));
  await open(page, 'panels-problem');
  await expect(page.locator('.problems-bar')).toContainText('Problems 1');
  await expectAccessible(page);

  await page.keyboard.press('F8');

  await expect(field(page, '/steps/wait/with/for').getByRole('textbox')).toBeFocused();
  await expect(field(page, '/steps/wait/with/for').locator('.field-problems')).toBeVisible();
});

test('Start_WithInputs_LeadsToTheRun', async ({ page, running }) => {
  await put(running.api, 'panels-start');
  await publish(running.api, 'panels-start');
  await open(page, 'panels-start');
  await page.getByRole('button', { name: 'Start…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Pause').fill('a while');
  await expect(dialog).toContainText('Give a duration');
  await dialog.getByLabel('Pause').fill('2 s');
  await expectAccessible(page);
  await picture(page, 'start');

  await dialog.getByRole('button', { name: 'Start', exact: true }).click();

  await expect(page).toHaveURL(/\/runs\/\w+/);
  const run = await (await running.api.get(`/api/v1/runs/${page.url().split('/').at(-1)}`)).json();
  expect(run.inputs.pause).toBe('PT2S');
});
