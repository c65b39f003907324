import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { TokenCredential } from '@azure/core-auth';
import { epochSeconds, generateSigningKey, randomId, signCompactJws } from '@holdfast/core';
import { createTokenCredential, TokenCredentialRefused } from '@holdfast/node/azure';
import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
import { createFakeClock, createFakeTransport } from '@holdfast/testing';
import { otherTenant, tenant } from '../../../oauth/test/sts/scripted-sts.ts';

const scope = 'https://vault.azure.net/.default';
const claims = '{"access_token":{"nbf":{"essential":true,"value":"1701477303"}}}';
const refusal = (code: string) => (error: unknown) => error instanceof TokenCredentialRefused && error.code === code;
const key = await generateSigningKey();

/** A credential over managed identity clients, on a machine whose IMDS gives tokens of one tenant. */
function createBench({ tid = tenant, isSilent = false } = {}) {
  const clock = createFakeClock();
  const machine = createFakeTransport({
    '*': async () => {
      const iat = epochSeconds(clock);
      const payload = { iat, exp: iat + 86_400, uti: randomId(), ...(isSilent ? {} : { tid }) };
      const access_token = await signCompactJws({ header: { typ: 'JWT', kid: 'k' }, payload, key });
      return { json: { access_token, expires_on: String(payload.exp), token_type: 'Bearer' } };
    },
  });
  const credential = createTokenCredential((clientCapabilities) =>
    createManagedIdentityClient({ clientCapabilities, environment: {}, transport: machine, clock }),
  );
  return { credential, machine, clock };
}

suite('a credential for the Azure SDK over a managed identity', () => {
  test('a token of the resource that the scope names, refreshed at half of a long life', async () => {
    const { credential, machine, clock } = createBench();
    const theirs: TokenCredential = credential;
    const given = await theirs.getToken(scope, { enableCae: true });
    assert.equal(given?.expiresOnTimestamp, clock() + 86_400_000);
    assert.equal(given?.refreshAfterTimestamp, clock() + 43_200_000);
    const [asked] = machine.requests;
    assert.equal(asked?.url.searchParams.get('resource'), 'https://vault.azure.net');
    assert.equal(asked?.url.searchParams.get('xms_cc'), 'cp1');
    assert.equal((await credential.getToken([scope], { enableCae: true })).token, given?.token);
    assert.equal(machine.requests.length, 1);
  });

  test('claims pass over the cache; callers that answer no challenges have a cache of their own', async () => {
    const { credential, machine } = createBench();
    const refused = await credential.getToken(scope, { enableCae: true });
    const plain = await credential.getToken(scope);
    const fresh = await credential.getToken(scope, { claims });
    assert.equal(new Set([refused.token, plain.token, fresh.token]).size, 3);
    assert.equal((await credential.getToken(scope, { enableCae: true })).token, fresh.token);
    assert.equal((await credential.getToken(scope)).token, plain.token);
    assert.deepEqual(
      machine.requests.map(({ url }) => url.searchParams.get('xms_cc')),
      ['cp1', null, 'cp1'],
    );
    // The claims themselves go nowhere: the source could make nothing of them.
    for (const { url } of machine.requests) assert.ok(!url.search.includes('1701477303'));
  });

  test('one resource, and a slash at its end is part of its name', async () => {
    const { credential, machine } = createBench();
    await credential.getToken('https://storage.azure.com//.default');
    assert.equal(machine.requests[0]?.url.searchParams.get('resource'), 'https://storage.azure.com/');
    await assert.rejects(credential.getToken([scope, scope]), refusal('ERR_TOKEN_CREDENTIAL_SCOPES'));
    await assert.rejects(credential.getToken('/.default'), refusal('ERR_TOKEN_CREDENTIAL_SCOPES'));
  });

  test('its own tenant and no other, as its tokens say; one that does not say is not given for a tenant', async () => {
    const { credential } = createBench();
    assert.ok(await credential.getToken(scope, { tenantId: tenant.toUpperCase() }));
    await assert.rejects(credential.getToken(scope, { tenantId: otherTenant }), refusal('ERR_TOKEN_CREDENTIAL_TENANT'));
    const silent = createBench({ isSilent: true }).credential;
    await assert.rejects(silent.getToken(scope, { tenantId: tenant }), refusal('ERR_TOKEN_CREDENTIAL_TENANT'));
    assert.ok(await silent.getToken(scope));
  });

  test('a wish for a bound token is refused', async () => {
    const { credential, machine } = createBench();
    const asked = { authenticationScheme: 'mtls_pop' } as object;
    await assert.rejects(credential.getToken(scope, asked), refusal('ERR_TOKEN_CREDENTIAL_BOUND'));
    assert.equal(machine.requests.length, 0);
  });
});
