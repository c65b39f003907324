import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSignedHttpRequest, encodeUtf8 } from '@holdfast/core';
import { createAuthorizationHeader } from '../../src/downstream/authorization-header.ts';
import { createBench, scopes } from '../sts/make-client.ts';

const request = { resourceRequestMethod: 'post', resourceRequestUri: 'https://api.example/orders?a=1' };

test('a header for one request, bound unless told otherwise', async () => {
  const { client, clock } = createBench();
  const header = await createAuthorizationHeader({
    client,
    scopes,
    ...request,
    shrNonce: 'n1',
    shrClaims: 'claims',
    body: encodeUtf8('body'),
    headers: [['content-type', 'text/plain']],
    signHeaders: ['content-type'],
  });
  assert.equal(header.scheme, 'PoP');
  assert.equal(header.expiresOn.getTime(), clock() + 3_600_000);
  const { payload, header: jws } = decodeSignedHttpRequest(header.value.slice('PoP '.length)).jws;
  assert.equal(jws.kid, header.bindingThumbprint);
  assert.deepEqual([payload['m'], payload['nonce'], payload['client_claims']], ['POST', 'n1', 'claims']);
  assert.ok(payload['b'] !== undefined && payload['h'] !== undefined);
});

test('bearer, for whoever asks for it', async () => {
  const { client } = createBench();
  const header = await createAuthorizationHeader({ client, scopes, authenticationScheme: 'bearer', ...request });
  assert.equal(header.scheme, 'Bearer');
  assert.match(header.value, /^Bearer /);
  assert.equal('bindingThumbprint' in header, false);
});

test('the address of a request to authorise is https, or nothing is signed', async () => {
  const { client, sts } = createBench();
  for (const resourceRequestUri of ['http://api.example/', 'ftp://api.example/', '/orders', '']) {
    const request = { client, scopes, resourceRequestMethod: 'GET', resourceRequestUri };
    await assert.rejects(createAuthorizationHeader(request), TypeError, resourceRequestUri);
  }
  assert.equal(sts.tokenRequests().length, 0);
});
