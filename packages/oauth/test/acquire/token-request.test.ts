import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBase64url, decodeUtf8, generateSigningKey } from '@holdfast/core';
import { createBench, scopes } from '../sts/make-client.ts';
import { clientId, otherTenant } from '../sts/scripted-sts.ts';

test('what goes over the wire for a bearer token (RFC 6749 section 4.4.2)', async () => {
  const { client, sts } = createBench();
  await client.acquireTokenForClient({ scopes, correlationId: 'my-id' });
  const [request] = sts.tokenRequests();
  assert.deepEqual(Object.fromEntries(request!.form), {
    grant_type: 'client_credentials',
    scope: 'api://orders/.default',
    client_id: clientId,
    client_secret: 'the client secret',
  });
  assert.equal(request!.headers.get('client-request-id'), 'my-id');
  assert.equal(request!.headers.get('content-type'), 'application/x-www-form-urlencoded;charset=UTF-8');
  assert.equal(request!.headers.get('authorization'), null);
});

test('pop adds token_type and req_cnf in kid form', async () => {
  const { client, sts, keys } = createBench();
  const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'PoP' });
  const { form } = sts.tokenRequests()[0]!;
  assert.equal(form.get('token_type'), 'pop');
  assert.deepEqual(JSON.parse(decodeUtf8(decodeBase64url(form.get('req_cnf')!))), { kid: keys[0]!.thumbprint });
  assert.equal(token.bindingThumbprint, keys[0]!.thumbprint);
});

test('AT-POP sends our whole public key, and is another cache entry', async () => {
  const { client, sts, keys } = createBench();
  await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
  const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop', confirmation: 'jwk' });
  assert.equal(token.fromCache, false);
  const { form } = sts.tokenRequests()[1]!;
  const sent = JSON.parse(decodeUtf8(decodeBase64url(form.get('req_cnf')!))) as object;
  assert.deepEqual(sent, { ...keys[0]!.jwk, kid: keys[0]!.thumbprint });
});

test("AT-POP with the caller's key: no key of ours is made, and the caller signs", async () => {
  const { client, sts, keys } = createBench();
  const own = await generateSigningKey({ alg: 'RS256' });
  const request = { scopes, authenticationScheme: 'pop', keyId: 'label', jwk: { ...own.jwk, kid: 'label' } } as const;
  const token = await client.acquireTokenForClient(request);
  assert.equal(token.bindingThumbprint, own.thumbprint);
  assert.equal(keys.length, 0);
  assert.deepEqual(JSON.parse(decodeUtf8(decodeBase64url(sts.tokenRequests()[0]!.form.get('req_cnf')!))), request.jwk);
  assert.equal((await client.acquireTokenForClient(request)).fromCache, true);
  const signed = client.signHttpRequest({ token, request: { method: 'GET', url: 'https://api.example/' } });
  await assert.rejects(signed, { code: 'ERR_PROOF_KEY_UNKNOWN' });
});

test('schemes that are not offered are errors, never a weaker token', async () => {
  const { client, sts } = createBench();
  for (const authenticationScheme of ['mtls_pop', 'MTLS_POP', 'mtls-pop', 'dpop', 'DPoP']) {
    await assert.rejects(client.acquireTokenForClient({ scopes, authenticationScheme }), {
      code: 'ERR_SCHEME_UNAVAILABLE',
    });
  }
  assert.equal(sts.transport.requests.length, 0);
});

test('bearer and pop tokens never share an entry, nor do tenants', async () => {
  const { client, sts } = createBench();
  await client.acquireTokenForClient({ scopes });
  const pop = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
  assert.equal(pop.tokenType, 'pop');
  const elsewhere = await client.acquireTokenForClient({ scopes, tenantId: otherTenant });
  assert.equal(elsewhere.fromCache, false);
  const bearer = await client.acquireTokenForClient({ scopes });
  assert.equal(bearer.fromCache, true);
  assert.equal(bearer.tokenType, 'Bearer');
  assert.equal(sts.tokenRequests().length, 3);
  assert.ok(sts.tokenRequests()[2]!.url.pathname.startsWith(`/${otherTenant}/`));
});

test('capabilities go out on every request and never bypass the cache', async () => {
  const { client, sts } = createBench({ capabilities: ['cp1'] });
  await client.acquireTokenForClient({ scopes });
  assert.equal((await client.acquireTokenForClient({ scopes })).fromCache, true);
  assert.deepEqual(JSON.parse(sts.tokenRequests()[0]!.form.get('claims')!), {
    access_token: { xms_cc: { values: ['cp1'] } },
  });
});

test('a signed HTTP request is made anew for every call, never cached', async () => {
  const { client } = createBench();
  const request = {
    scopes,
    authenticationScheme: 'pop',
    resourceRequestMethod: 'GET',
    resourceRequestUri: 'https://api.example/orders',
  } as const;
  const first = await client.acquireTokenForClient(request);
  const second = await client.acquireTokenForClient(request);
  assert.equal(second.fromCache, true);
  assert.equal(second.accessToken, first.accessToken);
  assert.notEqual(second.authorizationHeader, first.authorizationHeader);
  const { authorizationHeader } = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
  assert.equal(authorizationHeader, undefined);
});
