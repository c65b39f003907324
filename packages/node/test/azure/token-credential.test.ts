import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isTokenCredential, type TokenCredential } from '@azure/core-auth';
import {
  createTokenCredential,
  type GetTokenOptions,
  TokenCredentialAborted,
  TokenCredentialRefused,
} from '@holdfast/node/azure';
import { createGate } from '@holdfast/testing';
import { origin, otherTenant, tenant } from '../../../oauth/test/sts/scripted-sts.ts';
import { createAzureBench, scope } from './azure-bench.ts';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1701477303"}}}';
const refusal = (code: string) => (error: unknown) => error instanceof TokenCredentialRefused && error.code === code;

suite('a credential for the Azure SDK over a confidential client', () => {
  test('is what @azure/core-auth takes for one, at compile time and at run time', async () => {
    const { credential, clock } = createAzureBench();
    const theirs: TokenCredential = credential;
    assert.ok(isTokenCredential(theirs));
    const given = await theirs.getToken([scope], {
      tracingOptions: {},
      enableCae: true,
      requestOptions: { timeout: 0 },
    });
    assert.ok(given);
    assert.equal(given.tokenType, 'Bearer');
    assert.equal(given.expiresOnTimestamp, Math.floor(clock() / 1000) * 1000 + 3_600_000);
    assert.ok(given.refreshAfterTimestamp && given.refreshAfterTimestamp < given.expiresOnTimestamp);
  });

  test('one scope or several, in the order given, and the cache for whoever asks again', async () => {
    const { credential, sts } = createAzureBench();
    const one = await credential.getToken(scope);
    assert.equal((await credential.getToken([scope])).token, one.token);
    assert.equal(sts.tokenRequests().length, 1);
    assert.equal(sts.tokenRequests()[0]?.form.get('scope'), scope);
    await assert.rejects(credential.getToken([]), refusal('ERR_TOKEN_CREDENTIAL_SCOPES'));
    await assert.rejects(credential.getToken(''), refusal('ERR_TOKEN_CREDENTIAL_SCOPES'));
  });

  test('claims pass over the cache, as text and in base64, and the new token replaces the refused one', async () => {
    for (const form of [claims, Buffer.from(claims).toString('base64')]) {
      const { credential, sts } = createAzureBench();
      const refused = await credential.getToken(scope, { enableCae: true });
      const fresh = await credential.getToken(scope, { claims: form, enableCae: true });
      assert.notEqual(fresh.token, refused.token);
      assert.deepEqual(JSON.parse(sts.tokenRequests()[1]?.form.get('claims') ?? ''), {
        access_token: { nbf: { essential: true, value: '1701477303' }, xms_cc: { values: ['cp1'] } },
      });
      assert.equal((await credential.getToken(scope, { enableCae: true })).token, fresh.token);
      assert.equal(sts.tokenRequests().length, 2);
    }
  });

  test('claims that no authority could read are an error, and no request', async () => {
    const { credential, sts } = createAzureBench();
    for (const broken of ['', 'no claims', '{"access_token":']) {
      await assert.rejects(credential.getToken(scope, { claims: broken }), { name: 'ClaimsMalformed' });
    }
    assert.equal(sts.tokenRequests().length, 0);
  });

  test('callers that answer challenges and callers that do not have a client and a cache each', async () => {
    const { credential, sts, opened } = createAzureBench();
    const plain = await credential.getToken(scope);
    const cae = await credential.getToken(scope, { enableCae: true });
    assert.notEqual(plain.token, cae.token);
    assert.equal((await credential.getToken(scope, { enableCae: false })).token, plain.token);
    assert.deepEqual(opened, [[], ['cp1']]);
    const sent = sts.tokenRequests().map(({ form }) => form.get('claims'));
    assert.deepEqual(sent, [null, '{"access_token":{"xms_cc":{"values":["cp1"]}}}']);
    // Whoever brings claims has answered a challenge, and must not find the refused token again in the other cache.
    const fresh = await credential.getToken(scope, { claims });
    assert.equal((await credential.getToken(scope, { enableCae: true })).token, fresh.token);
  });

  test('a client alone serves callers of its own kind, and no other', async () => {
    const { client } = createAzureBench();
    const cae = createTokenCredential(client({ clientCapabilities: ['CP1'] }));
    const plain = createTokenCredential(client());
    assert.ok(await cae.getToken(scope, { enableCae: true }));
    assert.ok(await plain.getToken(scope));
    await assert.rejects(cae.getToken(scope), refusal('ERR_TOKEN_CREDENTIAL_CAE'));
    await assert.rejects(plain.getToken(scope, { enableCae: true }), refusal('ERR_TOKEN_CREDENTIAL_CAE'));
    await assert.rejects(plain.getToken(scope, { claims }), refusal('ERR_TOKEN_CREDENTIAL_CAE'));
    const deaf = createTokenCredential(() => client());
    await assert.rejects(deaf.getToken(scope, { enableCae: true }), refusal('ERR_TOKEN_CREDENTIAL_CAE'));
  });

  test('a challenge does not choose the tenant: the own one, or one that the owner has named', async () => {
    const { credential, sts } = createAzureBench();
    await credential.getToken(scope, { tenantId: tenant.toUpperCase() });
    await credential.getToken(scope);
    assert.equal(sts.tokenRequests().length, 1);
    for (const tenantId of [otherTenant, 'common', '', '../x']) {
      await assert.rejects(credential.getToken(scope, { tenantId }), refusal('ERR_TOKEN_CREDENTIAL_TENANT'));
    }
    const wider = createAzureBench({ additionallyAllowedTenants: [otherTenant.toUpperCase()] });
    await wider.credential.getToken(scope, { tenantId: otherTenant });
    assert.equal(wider.sts.tokenRequests()[0]?.url.href, `${origin}/${otherTenant}/oauth2/v2.0/token`);
  });

  test('a wish for a bound token is refused, in whatever words', async () => {
    const { credential, sts } = createAzureBench();
    const wishes: readonly object[] = [
      {
        proofOfPossessionOptions: {
          nonce: 'n',
          resourceRequestMethod: 'GET',
          resourceRequestUrl: 'https://api.example',
        },
      },
      { authenticationScheme: 'pop' },
      { protocolScheme: 'mtls_pop' },
      { shrNonce: 'n' },
      { bindingCertificate: {} },
    ];
    for (const wish of wishes) {
      await assert.rejects(credential.getToken(scope, wish as GetTokenOptions), refusal('ERR_TOKEN_CREDENTIAL_BOUND'));
    }
    assert.equal(sts.tokenRequests().length, 0);
  });

  test('a bound token from a client of somebody else’s make is refused, and so is its likeness', async () => {
    const { client } = createAzureBench();
    const honest = client();
    const bound = await honest.acquireTokenForClient({ scopes: [scope], authenticationScheme: 'pop' });
    for (const token of [bound, { ...bound, tokenType: 'Bearer' as const }]) {
      const credential = createTokenCredential({ ...honest, acquireTokenForClient: async () => token });
      await assert.rejects(credential.getToken(scope), refusal('ERR_TOKEN_CREDENTIAL_BOUND'));
    }
  });

  test('an abort ends the wait under the name that the SDK knows, with signals of the platform and stand-ins', async () => {
    const gate = createGate();
    const { credential, sts } = createAzureBench();
    sts.behaviour = { after: gate.opened };
    const platform = new AbortController();
    const standIn = createStandIn();
    const waits = [
      credential.getToken(scope, { abortSignal: platform.signal }),
      credential.getToken([scope, 'other'], { abortSignal: standIn }),
      credential.getToken([scope, 'third'], { requestOptions: { timeout: 20 } }),
    ];
    const aborted = (error: unknown) => error instanceof TokenCredentialAborted && error.name === 'AbortError';
    const ended = Promise.all(waits.map((wait) => assert.rejects(wait, aborted)));
    platform.abort();
    standIn.fire();
    await ended;
    assert.equal(standIn.listeners.size, 0);
    await assert.rejects(credential.getToken(scope, { abortSignal: platform.signal }), aborted);
    gate.open();
    assert.ok(await credential.getToken(scope));
  });

  test('a stand-in that never fires is let go of', async () => {
    const { credential } = createAzureBench();
    const standIn = createStandIn();
    await credential.getToken(scope, { abortSignal: standIn, requestOptions: { timeout: 60_000 } });
    assert.equal(standIn.listeners.size, 0);
  });

  test('what the authority says no to is the client’s own error', async () => {
    const { credential, sts } = createAzureBench();
    sts.behaviour = { reply: { status: 400, json: { error: 'invalid_scope', error_codes: [70_011] } } };
    await assert.rejects(credential.getToken(scope), { name: 'TokenRequestRefused' });
  });

  test('it closes what was made for it, and nothing else', async () => {
    const closed: string[] = [];
    const { client } = createAzureBench();
    const marked = (name: string, options?: object) => ({
      ...client(options),
      close: async () => void closed.push(name),
    });
    const lent = createTokenCredential(marked('lent'));
    await lent.getToken(scope);
    await lent.close();
    const own = createTokenCredential((clientCapabilities) =>
      marked(`own ${clientCapabilities}`, { clientCapabilities }),
    );
    await own.close();
    await own.getToken(scope);
    await own.getToken(scope, { enableCae: true });
    await own.close();
    assert.deepEqual(closed, ['own ', 'own cp1']);
  });

  test('mistakes of the programmer are found at once', () => {
    const { client } = createAzureBench();
    const wrong: readonly [unknown, unknown?][] = [
      [undefined],
      [{}],
      [{ acquireTokenForClient: () => undefined }],
      [client(), { additionallyAllowedTenants: '*' }],
      [client(), { additionallyAllowedTenants: ['*'] }],
      [client(), { tenants: [] }],
      [client(), null],
    ];
    for (const [given, options] of wrong) {
      assert.throws(() => Reflect.apply(createTokenCredential, undefined, [given, options]), TypeError);
    }
  });
});

/** What packages of the SDK brought along before the platform had abort signals. */
function createStandIn() {
  const listeners = new Set<() => void>();
  return {
    aborted: false,
    listeners,
    addEventListener: (_type: 'abort', listener: () => void) => void listeners.add(listener),
    removeEventListener: (_type: 'abort', listener: () => void) => void listeners.delete(listener),
    fire() {
      this.aborted = true;
      for (const listener of listeners) listener();
    },
  };
}
