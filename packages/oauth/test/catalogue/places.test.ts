import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type BoundFetchOptions,
  type ClientTokenRequest,
  createBoundFetch,
  parseAuthority,
  parseKnownAuthorities,
} from '@holdfast/oauth';
import { createFakeTransport } from '@holdfast/testing';
import { createBench, scopes } from '../sts/make-client.ts';
import { origin, tenant } from '../sts/scripted-sts.ts';

// Where a credential may be sent to, and where a token.

test('weakness W5: a host is known whole, with its scheme and port, never by its ending', async () => {
  const bench = createBench();
  const transport = createFakeTransport({ '*': {} });
  const fetchFor = (origins: readonly string[], options: Partial<BoundFetchOptions> = {}) =>
    createBoundFetch({ client: bench.client, scopes, origins, transport, ...options });
  const boundFetch = fetchFor(['https://contoso.example']);
  for (const address of [
    'https://evilcontoso.example/',
    'https://evil.contoso.example/',
    'https://contoso.example.evil.example/',
    'https://contoso.example./',
    'https://contoso.example:8443/',
    'https://contoso.exampl/',
    'http://contoso.example/',
    'https://example/',
  ]) {
    await assert.rejects(boundFetch(address), { code: 'ERR_FETCH_ORIGIN' }, address);
  }
  assert.equal(transport.requests.length, 0);
  assert.equal(bench.sts.transport.requests.length, 0);
  await boundFetch('https://contoso.example/');
  assert.equal(transport.requests.length, 1);
  // Nothing that could be taken for a pattern is an origin.
  for (const pattern of ['https://*.contoso.example', '*', '.contoso.example', 'contoso.example', 'https://']) {
    assert.throws(() => fetchFor([pattern]).name, TypeError, pattern);
  }
});

test('catalogue 40: neither a metadata document nor a tenant chooses the host that a credential is sent to', async () => {
  const path = `/${tenant}/oauth2/v2.0/token`;
  const issuer = `${origin}/${tenant}/v2.0`;
  const ask = async (metadata: object, trustedOrigins: ReadonlySet<string> = new Set()): Promise<string> => {
    let assertions = 0;
    const transport = createFakeTransport({ '*': ({ method }) => (method === 'GET' ? { json: metadata } : {}) });
    const credential = async () => {
      assertions += 1;
      return { client_assertion: 'the assertion' };
    };
    const { client } = createBench({ transport, trustedOrigins, credential });
    const code = await client.acquireTokenForClient({ scopes }).then(
      () => 'asked',
      (error: { code: string }) => error.code,
    );
    const sent = transport.requests.filter(({ method }) => method === 'POST').map(({ url }) => url.origin);
    // An assertion made for a wrong audience could be taken elsewhere by whoever gets it.
    assert.equal(assertions, sent.length);
    return sent.length === 0 ? code : `sent to ${sent.join()}`;
  };
  const regions = [
    'login.example.evil.example',
    'evil.example',
    'login.example:8443',
    'westus.login.example',
    '127.0.0.1',
  ];
  for (const host of [...regions, 'x@evil.example', 'login.example@evil.example', 'login.example.']) {
    assert.equal(await ask({ issuer, token_endpoint: `https://${host}${path}` }), 'ERR_METADATA_ENDPOINT', host);
  }
  for (const address of [`http://login.example${path}`, `//evil.example${path}`, path, `file://${path}`, '']) {
    const code = address === '' ? 'ERR_METADATA_MALFORMED' : 'ERR_METADATA_ENDPOINT';
    assert.equal(await ask({ issuer, token_endpoint: address }), code, address);
  }
  const foreign = { issuer: `https://evil.example/${tenant}/v2.0`, token_endpoint: `${origin}${path}` };
  assert.equal(await ask(foreign), 'ERR_METADATA_ISSUER');
  const regional = { issuer, token_endpoint: `https://westus.login.example${path}` };
  assert.equal(
    await ask(regional, parseKnownAuthorities(['westus.login.example'])),
    'sent to https://westus.login.example',
  );

  const { client, sts } = createBench();
  const tenants = ['evil.example/x', '..', '../evil', 'a@evil.example', 'x?y', 'x#y', 'x\\y', 'x%2f..', '', 'a:b'];
  for (const tenantId of tenants) {
    const request: ClientTokenRequest = { scopes, tenantId };
    await assert.rejects(client.acquireTokenForClient(request), TypeError, tenantId);
    assert.throws(() => parseAuthority(`${origin}/${encodeURIComponent(tenantId)}`), TypeError, tenantId);
  }
  assert.equal(sts.transport.requests.length, 0);
});
