import type { Page } from '@playwright/test';
import { watch } from './look';
import { expect, test } from './server';

test.use({ locale: 'en-GB' });

const definition = {
  apiVersion: 'runbooks/v1',
  id: 'undone',
  name: 'Undone',
  steps: {
    find: { activity: 'fleet.find-vms', with: { where: "powerState == 'on'" } },
    hold: { activity: 'flow.scope', steps: { off: { activity: 'vm.power-off', with: { targets: "name == 'a'" } } } },
    tell: { activity: 'message.email', with: { to: 'ops@example.org', subject: 'Done' } },
  },
  transitions: ['find.found -> hold', 'hold -> tell'],
  layout: { find: [0, 0], hold: [240, 0], tell: [640, 0] },
};

/** The same numbers for the same seed. */
const randomOf = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
};

const nodes = (page: Page) => page.locator('.react-flow__node');
/** All that is on the canvas: steps, notes and lines with their places and words. */
const drawn = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify(
      [...document.querySelectorAll('.react-flow__node, .react-flow__edge')]
        .map((node) => [
          node.getAttribute('data-id'),
          node.getAttribute('style')?.replace(/visibility[^;]*;?|z-index[^;]*;?/g, ''),
          node.textContent,
        ])
        .sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
    ),
  );

test('FiftyRandomEdits_UndoneAndDoneAgain_GiveTheSameDocument', async ({ page, running }) => {
  const wrong = watch(page);
  expect((await running.api.put('/api/v1/workflows/undone', { data: definition })).ok()).toBe(true);
  await page.goto('/workflows/undone');
  await expect(nodes(page)).toHaveCount(4);
  // The titles come with the activities, a moment after the drawing.
  await expect(nodes(page).filter({ hasText: 'Find VMs' })).toHaveCount(1);
  const before = await drawn(page);
  const { keyboard } = page;
  const random = randomOf(20261123);
  const [undo, redo] = [page.getByRole('button', { name: /^Undo/ }), page.getByRole('button', { name: /^Redo/ })];
  await expect(undo).toBeDisabled();

  const add = async (): Promise<void> => {
    await keyboard.press('/');
    await keyboard.type(['delay', 'power on', 'scope', 'webhook'][random(4)] ?? '');
    await keyboard.press('Enter');
  };
  const walk = (): Promise<void> => keyboard.press(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'][random(4)] ?? '');
  const edits: (() => Promise<void>)[] = [
    add,
    add,
    () => keyboard.press('Delete'),
    () => keyboard.press('Control+d'),
    () => keyboard.press('Alt+ArrowRight'),
    () => keyboard.press('Alt+ArrowUp'),
    () => keyboard.press('Shift+N'),
  ];
  for (let edit = 0; edit < 50; edit++) {
    await page.locator('.react-flow__node[tabindex="0"]').first().focus();
    await walk();
    await edits[random(edits.length)]?.();
  }
  // Out of whatever list or note the last edit opened.
  await undo.click();
  await redo.click();
  const after = await drawn(page);
  expect(after).not.toBe(before);

  let undone = 0;
  for (; (await undo.isEnabled()) && undone < 200; undone++) await undo.click();
  expect(undone).toBeGreaterThan(30);
  await expect(nodes(page)).toHaveCount(4);
  await expect.poll(() => drawn(page)).toBe(before);
  await expect(page.getByText('not saved')).toHaveCount(0);
  for (let again = 0; again < undone; again++) await redo.click();
  await expect(redo).toBeDisabled();
  await expect.poll(() => drawn(page)).toBe(after);
  expect(wrong).toEqual([]);
});
