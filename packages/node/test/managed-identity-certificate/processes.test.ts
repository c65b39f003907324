import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, suite, test } from 'node:test';
import { createGate, until } from '@holdfast/testing';
import { day, type Machine, startMachine, vault } from './machine.ts';

const script = new URL('./one-process.ts', import.meta.url).pathname;
// Many processes start at once, on a machine that may be busy.
const patience = { timeoutMs: 60_000, everyMs: 10 };
const made: string[] = [];
after(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

async function newDirectory(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'holdfast-processes-'));
  made.push(parent);
  return join(parent, 'own');
}

interface Line {
  readonly token?: string;
  readonly thumbprint?: string;
  readonly name?: string;
  readonly operation?: string;
}

/** Starts a process of the application; what it says is read line by line. */
function start(machine: Machine, directory: string, more: { readonly aheadMs?: () => number } = {}) {
  const { environment, stsHost, ca } = machine;
  const ahead = more.aheadMs?.();
  const settings = JSON.stringify({ environment, stsHost, ca, directory, resource: vault, ahead });
  const child: ChildProcess = spawn(process.execPath, ['--conditions=source', script, settings], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: Line[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(JSON.parse(line) as Line));
  const gone = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  after(() => void child.kill('SIGKILL'));
  const tokens = () => lines.filter(({ token }) => token !== undefined);
  const next = (count: number): Promise<Line> => until(() => tokens()[count - 1], patience);
  /** Has it ask for a token again and again, until that is bound to another certificate. */
  const renewed = async (before: string | undefined): Promise<Line> => {
    for (let count = 2; ; count += 1) {
      child.stdin?.write('\n');
      const line = await next(count);
      if (line.thumbprint !== before) return line;
    }
  };
  return { child, lines, gone, next, renewed };
}

suite('processes of one application', () => {
  test('kill -9 between certificate and token: the next process uses the certificate', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    const gate = createGate();
    machine.script.token = async () => {
      await gate.opened;
      return undefined;
    };
    const killed = start(machine, directory);
    await until(() => machine.tokenRequests.length === 1, patience);
    killed.child.kill('SIGKILL');
    await killed.gone;
    gate.open();
    const next = start(machine, directory);
    const { thumbprint } = await next.next(1);
    assert.equal(thumbprint, machine.tokenRequests[0]?.x5tS256);
    assert.deepEqual([machine.issueRequests.length, machine.tokenRequests.length], [1, 2]);
    next.child.kill();
  });

  test('kill -9 while it holds the lock: the next process does not wait for it', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    const gate = createGate();
    let held = 0;
    machine.script.issue = async () => {
      if (held++ === 0) await gate.opened;
      return undefined;
    };
    const killed = start(machine, directory);
    await until(() => machine.issueRequests.length === 1, patience);
    killed.child.kill('SIGKILL');
    await killed.gone;
    assert.ok((await readdir(directory)).some((name) => name.endsWith('.lock')));
    const startedAt = Date.now();
    const next = start(machine, directory);
    await next.next(1);
    assert.ok(Date.now() - startedAt < 10_000);
    gate.open();
    next.child.kill();
    await next.gone;
    assert.deepEqual(
      (await readdir(directory)).filter((name) => !/^(?:certificate-\w+\.json|machine-key\.pem)$/.test(name)),
      [],
    );
  });

  test('eight processes that start at once: one key, one certificate, a token each', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    const all = Array.from({ length: 8 }, () => start(machine, directory));
    const thumbprints = new Set(
      (await Promise.all(all.map(({ next }) => next(1)))).map(({ thumbprint }) => thumbprint),
    );
    assert.equal(thumbprints.size, 1);
    assert.deepEqual([machine.issueRequests.length, machine.tokenRequests.length], [1, 8]);
    for (const { child } of all) child.kill();
  });

  test('two processes that renew at once end with a certificate each that works, and a file that is whole', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    const aheadMs = () => 0;
    const first = start(machine, directory, { aheadMs });
    const { thumbprint: before } = await first.next(1);
    first.child.kill();
    await first.gone;
    // Half of its life is over for the two that come now, and IMDS has forgotten it.
    machine.forget();
    machine.script.certificateSeconds = 20 * day;
    const later = { aheadMs: () => 4 * day * 1000 };
    const both = [start(machine, directory, later), start(machine, directory, later)];
    await Promise.all(both.map(({ next }) => next(1)));
    const after = await Promise.all(both.map(({ renewed }) => renewed(before)));
    assert.equal(new Set(after.map(({ thumbprint }) => thumbprint)).size, 1);
    assert.equal(before, machine.tokenRequests[0]?.x5tS256);
    assert.notEqual(after[0]?.thumbprint, before);
    assert.equal(machine.issueRequests.length, 2);
    const [name = ''] = (await readdir(directory)).filter((one) => one.startsWith('certificate-'));
    assert.equal((JSON.parse(await readFile(join(directory, name), 'utf8')) as { version: number }).version, 1);
    for (const { child, lines } of both) {
      child.kill();
      assert.deepEqual(
        lines.filter(({ name: event }) => event === 'credential.store-failed'),
        [],
      );
    }
  });
});
