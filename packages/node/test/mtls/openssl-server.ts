import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCertificate } from '../certificate/make-certificate.ts';

/** `openssl s_server -www`: TLS and HTTP by code that has nothing to do with Node. */
export interface OpensslServer {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Starts it and waits until it accepts connections.
 *
 * @param options - for example `-tls1_1`, or `-Verify` with `-CAfile`, where `ca.pem` is the file of `ca`
 */
export async function startOpensslServer(
  certificate: TestCertificate,
  { ca, options }: { readonly ca: TestCertificate; readonly options: readonly string[] },
): Promise<OpensslServer> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-s-server-'));
  writeFileSync(join(folder, 'server.pem'), certificate.certificate);
  writeFileSync(join(folder, 'server.key'), certificate.privateKey);
  writeFileSync(join(folder, 'ca.pem'), ca.certificate);
  const port = await freePort();
  const parameters = [
    's_server',
    '-accept',
    `${port}`,
    '-cert',
    'server.pem',
    '-key',
    'server.key',
    '-www',
    ...options,
  ];
  const child = spawn('openssl', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  await accepting(child);
  return {
    origin: `https://localhost:${port}`,
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function accepting(child: ChildProcess): Promise<void> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes('ACCEPT')) break;
  }
  child.stdout?.resume();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
