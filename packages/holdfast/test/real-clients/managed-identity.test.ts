import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { decodeCompactJws, type JsonObject } from '@holdfast/core';
import { type AskedProgram, ProgramError, startProgram } from '../support/asked-program.ts';
import { identitySources } from '../support/identity-sources.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = new URL('./identity-program.mjs', import.meta.url);
const resource = 'api://orders';
const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';

interface Answer {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly fromCache: boolean;
  readonly expiresOn: number;
  readonly source: string;
  /** Milliseconds it wanted to wait between attempts. */
  readonly waits: readonly number[];
}

interface Asked {
  readonly identity?: Readonly<Record<string, string | undefined>>;
  readonly resource?: string;
  readonly claims?: string;
  readonly forceRefresh?: boolean;
}

// One machine has all of these sources.
let scene: Scene;
before(async () => {
  scene = await openScene();
});
after(() => scene?.close());

for (const source of identitySources) {
  suite(`ManagedIdentityApplication of msal-node, unmodified, with ${source.name}`, () => {
    let client: AskedProgram;

    before(() => {
      client = startProgram(program, {
        ...source.environment(scene.holdfast),
        NODE_EXTRA_CA_CERTS: scene.holdfast.ready.trustFile,
      });
    });
    after(() => client?.stop());

    const ask = (asked: Asked = {}) => client.ask<Answer>({ resource, clientCapabilities: ['cp1'], ...asked });
    const claimsOf = ({ accessToken }: Answer): JsonObject => decodeCompactJws(accessToken).payload;
    const identity = (name: string) => scene.holdfast.identity(name);
    const orders = (token: string) =>
      scene.transport(
        new Request(`${scene.holdfast.ready.api}/open/orders`, { headers: { authorization: `Bearer ${token}` } }),
      );

    test('a token of the machine’s own identity, which the API takes; then from its cache', async () => {
      const first = await ask();
      assert.deepEqual([first.tokenType, first.fromCache, first.source], ['Bearer', false, source.msalName]);
      assert.deepEqual(claimsOf(first)['xms_cc'], ['cp1']);
      assert.equal(claimsOf(first)['oid'], identity('system').objectId);
      assert.ok(Math.abs(first.expiresOn - Number(claimsOf(first)['exp']) * 1000) <= 2000);
      assert.equal((await orders(first.accessToken)).status, 200);
      const second = await ask();
      assert.deepEqual([second.fromCache, second.accessToken], [true, first.accessToken]);
    });

    test('a user-assigned identity, by each of its ids', async () => {
      const { clientId, objectId, resourceId } = identity('worker');
      for (const named of [
        { userAssignedClientId: clientId },
        { userAssignedObjectId: objectId },
        { userAssignedResourceId: resourceId },
      ]) {
        const token = claimsOf(await ask({ identity: named }));
        assert.deepEqual([token['oid'], token['azp'], token['xms_mirid']], [objectId, clientId, resourceId]);
      }
    });

    test('an identity that nobody has is an error that its user can read', async () => {
      const nobody = { userAssignedClientId: '00000000-1111-4222-8333-444444444444' };
      await assert.rejects(ask({ identity: nobody }), (error) => {
        assert.ok(error instanceof ProgramError);
        assert.match(error.message, /identity|not found/i);
        return error.name !== 'TypeError';
      });
    });

    test('a resource that nobody offers is an error', async () => {
      await assert.rejects(ask({ resource: 'api://nobody' }), ProgramError);
    });

    const isImds = source.name === 'imds';
    for (const { status, waits } of [
      { status: 429, waits: [1000] },
      { status: 500, waits: [1000, isImds ? 2000 : 1000] },
      // IMDS is gone for a moment while the machine is updated; the others never say so.
      ...(isImds ? [{ status: 410, waits: [10_000, 10_000] }] : []),
    ]) {
      test(`${status} is outlived: it asks again`, async (t) => {
        t.after(() => scene.admin.clearFaults());
        const body = { error: 'unavailable', error_description: 'not now' };
        await scene.admin.fault({ service: source.service, match: {}, status, body, times: waits.length });
        const token = await ask({ resource: 'https://management.azure.com', claims });
        assert.equal(token.fromCache, false);
        assert.deepEqual(token.waits, waits);
      });
    }

    test('after a revocation its next token is another one, and the API takes it', async () => {
      const revoked = await ask();
      assert.equal((await orders(revoked.accessToken)).status, 200);
      // This library asks for a fresh token without saying which one to replace: the service that keeps tokens gives the one it keeps.
      const before = await scene.admin.tokenRequests(source.service);
      const forced = await ask({ forceRefresh: true });
      assert.deepEqual([forced.fromCache, forced.accessToken], [false, revoked.accessToken]);
      if (source.service === 'mits') assert.equal(await scene.admin.tokenRequests(source.service), before);
      await scene.admin.revoke({ identity: 'system' });
      const refused = await refusal(() => orders(revoked.accessToken));
      const challenge = refused.headers.get('www-authenticate') ?? '';
      const encoded = /^Bearer error="insufficient_claims", claims="([A-Za-z0-9+/=]+)"$/.exec(challenge)?.[1] ?? '';
      const fresh = await ask({ claims: Buffer.from(encoded, 'base64').toString() });
      assert.deepEqual([fresh.fromCache, fresh.accessToken === revoked.accessToken], [false, false]);
      assert.equal((await orders(fresh.accessToken)).status, 200);
      assert.equal((await ask()).accessToken, fresh.accessToken);
      if (source.service === 'mits') assert.equal(await scene.admin.tokenRequests(source.service), before + 1);
    });
  });
}

/** The feed of the API is told within moments, not at once. */
async function refusal(send: () => Promise<Response>): Promise<Response> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const response = await send();
    if (response.status === 401) return response;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail('the API went on taking a revoked token');
}
