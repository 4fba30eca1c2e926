import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binary = new URL('../../server/bin/Debug/net10.0/Runbooks.Server.dll', import.meta.url).pathname;

/** An administrator's key, because a link is printed by the first start only. */
export const key = 'key-of-the-restart-test-0123456789abcdef';

/** A server that can be killed and started again on its data, at the same address. */
export class Restartable {
  private readonly directory = mkdtempSync(join(tmpdir(), 'runbooks-e2e-'));
  private process: ChildProcess | undefined;

  constructor(private readonly port: number) {}

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.process = spawn('dotnet', [binary, '--urls', this.address], {
      cwd: this.directory,
      stdio: 'ignore',
      env: {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(Runbooks__|ASPNETCORE_)/.test(name))),
        Runbooks__DataDirectory: join(this.directory, 'data'),
        Runbooks__Access__BootstrapKey: key,
        Runbooks__Simulator__Hosts: '4',
        Runbooks__Simulator__VirtualMachines: '24',
        Runbooks__Simulator__Seed: '7',
        Runbooks__Simulator__StateFile: join(this.directory, 'fleet.json'),
      },
    });
    const deadline = Date.now() + 90_000;
    while (
      !(await fetch(`${this.address}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (Date.now() > deadline) throw new Error(`No server answers at ${this.address}.`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Without a chance to tidy up. */
  async kill(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
