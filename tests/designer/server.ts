import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type APIRequestContext, type BrowserContext, test as base, request } from '@playwright/test';

const binary = new URL('../../server/bin/Debug/net10.0/Runbooks.Server.dll', import.meta.url).pathname;

/** The built server as a process of its own: free port, own data, a small simulated fleet, no administrator's key, so that it prints a link. */
export class Server {
  private constructor(
    private readonly process: ChildProcess,
    private readonly directory: string,
    readonly address: string,
    /** Good for one sign-in. */
    readonly link: string,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const directory = mkdtempSync(join(tmpdir(), 'runbooks-e2e-'));
    const child = spawn('dotnet', [binary, '--urls', 'http://127.0.0.1:0'], {
      cwd: directory,
      env: {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(Runbooks__|ASPNETCORE_)/.test(name))),
        Runbooks__DataDirectory: join(directory, 'data'),
        Runbooks__Simulator__Hosts: '4',
        Runbooks__Simulator__VirtualMachines: '24',
        Runbooks__Simulator__Seed: '7',
        Runbooks__Fleet__SampleInterval: '00:00:02',
        ...settings,
      },
    });
    try {
      const link = await printed(child, /Sign in \(once, soon\): (\S+)/);
      return new Server(child, directory, new URL(link).origin, link);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    const deadline = setTimeout(() => this.process.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(deadline);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const printed = (child: ChildProcess, wanted: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = '';
    const deadline = setTimeout(() => reject(new Error(`The server printed no link:\n${output}`)), 45_000);
    const read = (data: Buffer): void => {
      output += data.toString();
      const found = output.match(wanted)?.[1];
      if (found === undefined) return;
      clearTimeout(deadline);
      resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
  });

type State = Awaited<ReturnType<BrowserContext['storageState']>>;
type Running = { server: Server; session: State; api: APIRequestContext; landedOn: string };

/** `test` with `running`, a server, and pages and an `api` that are signed in to it as the administrator. Files with the same `settings` may share
 * one: their workflows and connections need ids of their own. */
export const test = base.extend<object, { settings: Record<string, string>; running: Running }>({
  settings: [{}, { scope: 'worker', option: true }],
  running: [
    async ({ browser, settings }, use) => {
      const server = await Server.start(settings);
      const first = await browser.newContext({ locale: 'en-GB' });
      const page = await first.newPage();
      await page.goto(server.link);
      const landedOn = await page.locator('h1:not(:empty)').innerText();
      const session = await first.storageState();
      await first.close();
      // What the browser says of itself; the server refuses changes without it.
      const extraHTTPHeaders = { 'Sec-Fetch-Site': 'same-origin' };
      const api = await request.newContext({ baseURL: server.address, storageState: session, extraHTTPHeaders });
      await use({ server, session, api, landedOn });
      await api.dispose();
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: ({ running }, use) => use(running.server.address),
  storageState: ({ running }, use) => use(running.session),
});

export { expect } from '@playwright/test';
