import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { opensslMissing } from '../certificate/openssl.ts';
import { startOpensslServer } from './openssl-server.ts';
import { startMutualServer } from './tls-server.ts';

const root = await makeCertificate({ kind: 'ec', name: 'root' });
const good = await makeCertificate({ kind: 'ec', issuer: root });
const client = await makeCertificate({ kind: 'ec', name: 'client', issuer: root });
const folder = mkdtempSync(join(tmpdir(), 'holdfast-environment-'));
const certificateFile = join(folder, 'client.pem');
writeFileSync(certificateFile, `${client.certificate}\n${client.privateKey}`);
const server = await startMutualServer(good, { answer: (_request, response) => void response.end('hello') });
after(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

interface Surroundings {
  readonly origin?: string;
  readonly ca?: string;
  readonly control?: 'trusting' | 'plain';
  readonly environment?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
}

/** What the program says until it ends by itself. */
async function run(surroundings: Surroundings = {}): Promise<string> {
  const { origin = server.origin, ca = root.certificate, control, environment = {}, flags = [] } = surroundings;
  const program = resolve(import.meta.dirname, 'one-request.ts');
  const child = spawn(process.execPath, ['--conditions=source', '--no-warnings', ...flags, program], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 20_000,
  });
  child.stdin.end(JSON.stringify({ origin, ca, control, certificateFile }));
  const said = await text(child.stdout);
  assert.equal(child.signalCode, null);
  return said.trim();
}

describe('the surroundings of a process', () => {
  it('a process ends by itself, with connections kept open and files watched', async () => {
    assert.equal(await run(), '200 hello');
  });

  it('NODE_TLS_REJECT_UNAUTHORIZED=0 turns no check off', async () => {
    const stranger = await makeCertificate({ kind: 'ec', name: 'stranger' });
    const environment = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const said = await run({ ca: stranger.certificate, environment, control: 'plain' });
    assert.equal(said, 'ERR_MTLS_SERVER_UNTRUSTED\ncontrol 200');
  });

  it('proxies of the environment see no request', async () => {
    const proxy = 'http://127.0.0.1:1';
    const environment = {
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      ALL_PROXY: proxy,
      NODE_USE_ENV_PROXY: '1',
      NO_PROXY: '',
      no_proxy: '',
    };
    assert.equal(await run({ environment }), '200 hello');
  });

  it('--tls-min-v1.0 allows no old TLS', { skip: opensslMissing }, async () => {
    const options = ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'];
    const old = await startOpensslServer(good, { ca: root, options });
    const flags = ['--tls-min-v1.0', '--tls-cipher-list=ALL:@SECLEVEL=0'];
    const said = await run({ origin: old.origin, flags, control: 'trusting' });
    await old.close();
    assert.equal(said, 'ERR_MTLS_PROTOCOL\ncontrol 200');
  });
});
