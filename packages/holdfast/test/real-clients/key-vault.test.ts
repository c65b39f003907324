import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { createMemoryRevocationFeed, type MemoryRevocationFeed } from '@holdfast/resource';
import { type AskedProgram, startProgram } from '../support/asked-program.ts';
import { type KeyVault, openKeyVault, vaultConfig } from '../support/key-vault.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = new URL('./key-vault-program.mjs', import.meta.url);

suite('@azure/keyvault-secrets, unmodified, when a token is revoked under it', () => {
  let scene: Scene;
  let feed: MemoryRevocationFeed;
  let vault: KeyVault;

  before(async () => {
    scene = await openScene({ config: vaultConfig });
    feed = createMemoryRevocationFeed();
    vault = await openKeyVault(scene, feed);
  });
  after(async () => {
    await vault?.close();
    await scene?.close();
  });

  function start(credential: string): AskedProgram {
    const { sts, caFile } = scene.holdfast.ready;
    const { tenantId, clientId, secret = '' } = scene.holdfast.application('daemon');
    return startProgram(program, {
      AZURE_AUTHORITY_HOST: sts,
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: secret,
      NODE_EXTRA_CA_CERTS: caFile,
      VAULT_URL: vault.url,
      CREDENTIAL: credential,
    });
  }

  for (const credential of ['theirs, secret', 'ours, secret']) {
    test(`${credential}: the next secret comes with one more token request`, async (t) => {
      const reader = start(credential);
      t.after(() => reader.stop());
      const requested = async () => (await scene.admin.counts()).token;
      const before = await requested();
      assert.equal(await reader.ask({ secret: 'first' }), 'the value of first');
      assert.equal(await reader.ask({ secret: 'second' }), 'the value of second');
      assert.equal(await requested(), before + 1);
      const [offered, first, second] = vault.answers();
      assert.deepEqual([offered?.status, first?.status, second?.status], [401, 200, 200]);
      assert.deepEqual(first?.claims?.['xms_cc'], ['cp1']);

      const { uti, exp } = second?.claims ?? {};
      const now = Math.floor(Date.now() / 1000);
      feed.revoke({ kind: 'uti', value: String(uti), revokedAt: now, expiresAt: Number(exp) });
      assert.equal(await reader.ask({ secret: 'third' }), 'the value of third');
      assert.equal(await requested(), before + 2);
      const [refused, third] = vault.answers();
      assert.match(refused?.challenge ?? '', /^Bearer error="insufficient_claims", claims="/);
      assert.deepEqual([refused?.status, third?.status], [401, 200]);
      assert.notEqual(third?.claims?.['uti'], uti);

      assert.equal(await reader.ask({ secret: 'fourth' }), 'the value of fourth');
      assert.equal(await requested(), before + 2);
      assert.deepEqual(
        vault.answers().map(({ status, claims }) => [status, claims?.['uti']]),
        [[200, third?.claims?.['uti']]],
      );
    });
  }
});
