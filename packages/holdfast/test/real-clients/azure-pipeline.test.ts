import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { JsonObject } from '@holdfast/core';
import { startProgram } from '../support/asked-program.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = new URL('./azure-pipeline-program.mjs', import.meta.url);

interface Answer {
  readonly status: number;
  readonly body: { readonly claims?: JsonObject };
  /** Status of every answer that came to the pipeline, in order. */
  readonly sent: readonly number[];
}

suite('the pipeline of the Azure SDK, unmodified, at the sample API', () => {
  let scene: Scene;

  before(async () => {
    scene = await openScene();
  });
  after(() => scene?.close());

  for (const credential of ['theirs', 'ours']) {
    test(`with a credential of ${credential}: it reads the challenge of a revoked token and comes back with another, once`, async (t) => {
      const { tenantId, clientId, secret = '' } = scene.holdfast.application('daemon');
      const reader = startProgram(program, {
        NODE_EXTRA_CA_CERTS: scene.holdfast.ready.trustFile,
        CREDENTIAL: credential,
        AZURE_AUTHORITY_HOST: scene.holdfast.ready.sts,
        AZURE_TENANT_ID: tenantId,
        AZURE_CLIENT_ID: clientId,
        AZURE_CLIENT_SECRET: secret,
      });
      t.after(() => reader.stop());
      const whoami = () => reader.ask<Answer>({ url: `${scene.holdfast.ready.api}/whoami` });
      const first = await whoami();
      assert.deepEqual([first.status, first.sent, first.body.claims?.['xms_cc']], [200, [200], ['cp1']]);
      const { token: before } = await scene.admin.counts();
      await scene.admin.revoke({ uti: first.body.claims?.['uti'] });
      const second = await whoami();
      assert.deepEqual([second.status, second.sent], [200, [401, 200]]);
      assert.notEqual(second.body.claims?.['uti'], first.body.claims?.['uti']);
      assert.equal((await scene.admin.counts()).token, before + 1);
      assert.deepEqual((await whoami()).sent, [200]);
    });
  }
});
