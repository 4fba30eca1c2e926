import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectAccessible, picture } from './look';
import { expect, test } from './server';

test.use({
  locale: 'en-GB',
  settings: { Runbooks__Outbound__Allow__0: '127.0.0.1', Runbooks__Server__PublicAddress: 'https://rb.example' },
});

/** A chat that keeps what it took, until it refuses. */
const startChat = async (): Promise<{ url: string; taken: string[]; refuse: (refuses: boolean) => void; server: Server }> => {
  const taken: string[] = [];
  let refuses = false;
  const server = createServer(async (asked, answer) => {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part as Buffer);
    if (!refuses) taken.push(Buffer.concat(parts).toString());
    answer.writeHead(refuses ? 403 : 200, { 'Content-Type': 'text/html' }).end(refuses ? 'invalid_token' : 'ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/hidden`,
    taken,
    refuse: (now) => {
      refuses = now;
    },
    server,
  };
};

test('Channel_Made_SendsASampleAndTellsOfAFailedRun', async ({ page, running }) => {
  const chat = await startChat();
  const flow = [
    'apiVersion: runbooks/v1',
    'id: told-of',
    'name: Told of',
    'steps:',
    '  only: { activity: flow.fail, with: { message: "The disk is full." } }',
  ].join('\n');
  await running.api.put('/api/v1/workflows/told-of', { data: flow, headers: { 'Content-Type': 'application/yaml' } });
  expect((await running.api.post('/api/v1/workflows/told-of/publish')).ok()).toBe(true);
  const fail = () => running.api.post('/api/v1/workflows/told-of/runs?wait=30s', { data: { inputs: {} } });

  await page.goto('/settings/channels');
  await expect(page.getByText('Nobody is told anything yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a channel' }).first().click();
  await page.getByRole('radio', { name: /^Slack/ }).check();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Required and missing.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Ops chat');
  await page.getByLabel('Address of the webhook').fill(chat.url);
  await page.getByRole('checkbox', { name: /^Approvals/ }).uncheck();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add', exact: true }).click();

  const pane = page.getByRole('complementary', { name: 'Ops chat' });
  await pane.getByRole('button', { name: 'Send a sample' }).click();
  await expect(pane.getByText(/Taken in/)).toBeVisible();
  expect(chat.taken[0]).toContain('Test of the channel Ops chat');

  const run = (await (await fail()).json()) as { id: string };
  await expect.poll(() => chat.taken.find((text) => text.includes(run.id)), { timeout: 30_000 }).toContain('The disk is full.');
  expect(chat.taken.at(-1)).toContain(`https://rb.example/runs/${run.id}`);
  await expect(pane.getByRole('link', { name: 'Run failed: Told of' })).toBeVisible();
  await picture(page, 'channel');

  chat.refuse(true);
  await fail();
  const again = pane.getByRole('button', { name: 'Send again: Run failed: Told of' });
  await expect(again).toBeVisible({ timeout: 40_000 });
  await expect(pane.getByText(/invalid_token/).first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'channel-dead-letter');
  chat.refuse(false);
  await again.click();
  await expect(pane.getByText('No message was put aside.')).toBeVisible();

  await pane.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(pane).toHaveCount(0);
  chat.server.close();
});
