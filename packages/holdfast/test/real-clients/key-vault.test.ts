import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type AdminRevocationFeed, createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import { type AskedProgram, ProgramError, startProgram } from '../support/asked-program.ts';
import { type KeyVault, openKeyVault, vaultConfig } from '../support/key-vault.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = new URL('./key-vault-program.mjs', import.meta.url);

/** What a revocation names about a token that has nothing to name. */
const nothing = {
  objectId: undefined,
  uniqueId: undefined,
  keyThumbprint: undefined,
  certificateThumbprint: undefined,
  isCae: true,
} as const;

suite('@azure/keyvault-secrets, unmodified, when a token is revoked under it', () => {
  let scene: Scene;
  let feed: AdminRevocationFeed;
  let vault: KeyVault;

  before(async () => {
    scene = await openScene({ config: vaultConfig });
    const { admin, adminKey } = scene.holdfast.ready;
    feed = createAdminRevocationFeed({ url: `${admin}/revocations`, key: adminKey });
    await feed.untilCurrent();
    vault = await openKeyVault(scene, feed);
  });
  after(async () => {
    await vault?.close();
    await feed?.close();
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

  /** Revokes, and waits until the vault has heard of it. */
  async function revoke(what: object): Promise<void> {
    const { value, revokedAt, tenant } = await scene.admin.revoke(what);
    const facts = { ...nothing, tenant, clientIds: [value], issuedAt: revokedAt };
    while (feed.covers(facts)?.revokedAt !== revokedAt) await new Promise((resolve) => setTimeout(resolve, 10));
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

      const { uti } = second?.claims ?? {};
      await revoke({ application: 'daemon' });
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

  test('a bound token goes out as Bearer, whatever type its credential says: that is why ours gives none', async (t) => {
    const reader = start('bound, and said so');
    t.after(() => reader.stop());
    await assert.rejects(reader.ask({ secret: 'first' }), (error) => {
      return error instanceof ProgramError && error.facts['statusCode'] === 401;
    });
    const [offered, sent] = vault.answers();
    assert.deepEqual([offered?.label, sent?.label, sent?.status], [undefined, 'Bearer', 401]);
  });
});
