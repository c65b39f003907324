import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSignedHttpRequest, parseCnf, verifySignedHttpRequest } from '@holdfast/core';
import { createBench, scopes } from '../sts/make-client.ts';

test('a pop token is acquired, bound to our key, and its signed HTTP request verifies (draft-ietf-oauth-signed-http-request)', async () => {
  const { client, sts, clock } = createBench();
  const token = await client.acquireTokenForClient({
    scopes,
    authenticationScheme: 'pop',
    resourceRequestMethod: 'get',
    resourceRequestUri: 'https://api.example/orders?page=2',
  });
  assert.equal(token.tokenType, 'pop');
  assert.equal(token.fromCache, false);
  assert.equal(token.tokenSource, 'network');
  assert.equal(sts.tokenRequests()[0]?.form.get('token_type'), 'pop');
  const [scheme, text] = (token.authorizationHeader ?? '').split(' ');
  assert.equal(scheme, 'PoP');
  const shr = decodeSignedHttpRequest(text ?? '');
  assert.equal(shr.accessToken, token.accessToken);
  const { key } = await parseCnf({ kid: token.bindingThumbprint });
  const verified = await verifySignedHttpRequest({
    shr,
    confirmation: key!,
    request: { method: 'GET', host: 'api.example', path: '/orders', query: 'page=2', headers: [] },
    clock,
  });
  assert.equal(verified.thumbprint, token.bindingThumbprint);
});

test('a bearer token is acquired by default and never parsed', async () => {
  const { client, sts } = createBench();
  sts.behaviour = { members: { access_token: 'opaque' } };
  const token = await client.acquireTokenForClient({ scopes });
  assert.equal(token.tokenType, 'Bearer');
  assert.equal(token.bindingThumbprint, undefined);
  assert.equal(sts.tokenRequests()[0]?.form.has('token_type'), false);
});
