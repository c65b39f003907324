import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startOwnService } from '../harness/own-mits.ts';

interface Answer {
  readonly accessToken: string;
  readonly fromCache: boolean;
  readonly expiresOn: number;
}

test('a program with ManagedIdentityApplication sends the hash, and gets another token', async (t) => {
  const service = await startOwnService();
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-mits-'));
  t.after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await service.close();
  });
  const trust = join(folder, 'trust.pem');
  writeFileSync(trust, service.address.certificate);
  const program = fileURLToPath(new URL('./msal-program.ts', import.meta.url));
  const run = async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', program], {
      env: {
        PATH: process.env['PATH'],
        IDENTITY_ENDPOINT: `https://localhost:${service.address.port}/metadata/identity/oauth2/token`,
        IDENTITY_HEADER: service.address.secret,
        IDENTITY_SERVER_THUMBPRINT: 'is not looked at',
        NODE_EXTRA_CA_CERTS: trust,
      },
    });
    return JSON.parse(stdout) as { source: string; answers: readonly [Answer, Answer, Answer] };
  };
  const { source, answers } = await run();
  assert.equal(source, 'ServiceFabric');
  const [first, refreshed, cached] = answers;
  assert.deepEqual([first.fromCache, refreshed.fromCache, cached.fromCache], [false, false, true]);
  assert.notEqual(first.accessToken, refreshed.accessToken);
  assert.equal(cached.accessToken, refreshed.accessToken);
  const { exp } = JSON.parse(Buffer.from(refreshed.accessToken.split('.')[1]!, 'base64url').toString());
  assert.ok(Math.abs(refreshed.expiresOn / 1000 - exp) <= 2);
  assert.deepEqual(service.mits.counts(), { served: 2, refused: 0, upstream: 2, refreshes: 1, storeFailures: 0 });
});
