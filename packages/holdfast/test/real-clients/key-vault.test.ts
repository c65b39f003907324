import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type AdminRevocationFeed, createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import { type AskedProgram, ProgramError, startProgram } from '../support/asked-program.ts';
import { identitySources } from '../support/identity-sources.ts';
import { type KeyVault, openKeyVault, vaultConfig } from '../support/key-vault.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = new URL('./key-vault-program.mjs', import.meta.url);

/** What a revocation names about a token that has nothing to name. */
const nothing = {
  uniqueId: undefined,
  keyThumbprint: undefined,
  certificateThumbprint: undefined,
  isCae: true,
} as const;

const isUnauthorized = (error: unknown): boolean => error instanceof ProgramError && error.facts['statusCode'] === 401;

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

  function start(credential: string, environment: Readonly<Record<string, string>> = {}): AskedProgram {
    const { sts, trustFile } = scene.holdfast.ready;
    const { tenantId, clientId, secret = '' } = scene.holdfast.application('daemon');
    return startProgram(program, {
      AZURE_AUTHORITY_HOST: sts,
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: secret,
      NODE_EXTRA_CA_CERTS: trustFile,
      VAULT_URL: vault.url,
      CREDENTIAL: credential,
      ...environment,
    });
  }

  /** Revokes, and waits until the vault has heard of it. */
  async function revoke(what: object): Promise<void> {
    const { value, revokedAt, tenant } = await scene.admin.revoke(what);
    const facts = { ...nothing, tenant, objectId: value, clientIds: [value], issuedAt: revokedAt };
    while (feed.covers(facts)?.revokedAt !== revokedAt) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  const readers = [
    { title: 'theirs, secret', credential: 'theirs, secret', service: 'sts', revoked: { application: 'daemon' } },
    { title: 'ours, secret', credential: 'ours, secret', service: 'sts', revoked: { application: 'daemon' } },
    ...identitySources.map((source) => ({
      title: `ours, identity of ${source.name}`,
      credential: 'ours, identity',
      service: source.service,
      source,
      revoked: { identity: 'system' },
    })),
  ] as const;

  for (const { title, credential, service, revoked, ...more } of readers) {
    test(`${title}: the next secret comes with one more token request`, async (t) => {
      const environment = 'source' in more ? more.source.environment(scene.holdfast) : {};
      const reader = start(credential, environment);
      t.after(() => reader.stop());
      const before = await scene.admin.tokenRequests(service);
      assert.equal(await reader.ask({ secret: 'first' }), 'the value of first');
      assert.equal(await reader.ask({ secret: 'second' }), 'the value of second');
      assert.equal(await scene.admin.tokenRequests(service), before + 1);
      const [offered, first, second] = vault.answers();
      assert.deepEqual([offered?.status, first?.status, second?.status], [401, 200, 200]);
      assert.deepEqual(first?.claims?.['xms_cc'], ['cp1']);

      const { uti } = second?.claims ?? {};
      await revoke(revoked);
      assert.equal(await reader.ask({ secret: 'third' }), 'the value of third');
      assert.equal(await scene.admin.tokenRequests(service), before + 2);
      const [refused, third] = vault.answers();
      assert.match(refused?.challenge ?? '', /^Bearer error="insufficient_claims", claims="/);
      assert.deepEqual([refused?.status, third?.status], [401, 200]);
      assert.notEqual(third?.claims?.['uti'], uti);

      assert.equal(await reader.ask({ secret: 'fourth' }), 'the value of fourth');
      assert.equal(await scene.admin.tokenRequests(service), before + 2);
      assert.deepEqual(
        vault.answers().map(({ status, claims }) => [status, claims?.['uti']]),
        [[200, third?.claims?.['uti']]],
      );
    });
  }

  test('ours: a user who gives up is told so by the name he knows, and the next secret comes', async (t) => {
    const reader = start('ours, identity', identitySources[0]?.environment(scene.holdfast));
    t.after(async () => {
      await reader.stop();
      await scene.admin.clearFaults();
    });
    await scene.admin.fault({ service: 'imds', match: {}, delayMs: 20_000, times: 1 });
    await assert.rejects(reader.ask({ secret: 'first', waitMs: 1500 }), { name: 'AbortError' });
    assert.equal(await reader.ask({ secret: 'second' }), 'the value of second');
    vault.answers();
  });

  test('theirs, identity: claims never reach the source, and the refused token is all there is', async (t) => {
    const reader = start('theirs, identity', identitySources[0]?.environment(scene.holdfast));
    t.after(() => reader.stop());
    assert.equal(await reader.ask({ secret: 'first' }), 'the value of first');
    await revoke({ identity: 'system' });
    await assert.rejects(reader.ask({ secret: 'second' }), isUnauthorized);
    await assert.rejects(reader.ask({ secret: 'third' }), isUnauthorized);
    vault.answers();
  });

  test('a bound token goes out as Bearer, whatever type its credential says: that is why ours gives none', async (t) => {
    const reader = start('bound, and said so');
    t.after(() => reader.stop());
    await assert.rejects(reader.ask({ secret: 'first' }), isUnauthorized);
    const [offered, sent] = vault.answers();
    assert.deepEqual([offered?.label, sent?.label, sent?.status], [undefined, 'Bearer', 401]);
  });
});
