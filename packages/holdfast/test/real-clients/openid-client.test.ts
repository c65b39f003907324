import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { decodeCompactJws } from '@holdfast/core';
import { type HoldfastProcess, startHoldfast, temporaryFolder } from '../support/holdfast-process.ts';
import { runScript } from '../support/run-script.ts';

const script = new URL('./openid-client.mjs', import.meta.url);

suite('openid-client, unmodified, against holdfast up', () => {
  let holdfast: HoldfastProcess;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    folder = await temporaryFolder();
    holdfast = await startHoldfast(['--data', folder.path]);
  });
  after(async () => {
    await holdfast?.stop();
    await folder?.remove();
  });

  for (const method of ['post', 'basic']) {
    test(`client credentials, secret by ${method}`, async () => {
      const { tenantId, clientId, secret } = holdfast.application('daemon');
      const issuer = `${holdfast.ready.sts}/${tenantId}/v2.0`;
      const outcome = await runScript<{ accessToken: string; tokenType: string; issuer: string }>(script, {
        caFile: holdfast.ready.caFile,
        input: { issuer, clientId, secret, method, scope: 'api://orders/.default' },
      });
      assert.equal(outcome.tokenType, 'bearer');
      assert.equal(outcome.issuer, issuer);
      assert.equal(decodeCompactJws(outcome.accessToken).payload['iss'], issuer);
    });
  }
});
