import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createAuthorizationHeader, createBoundFetch, TokenTypeDowngraded } from '@holdfast/node';
import { createMtlsPool, parsePemCertificate } from '@holdfast/node/mtls';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { type BoundBench, scopes, startBoundBench } from '../confidential/bound-bench.ts';
import { type OrdersApi, startOrdersApi } from './orders-api.ts';

describe('a bound fetch with a certificate', () => {
  let bench: BoundBench;
  let api: OrdersApi;
  before(async () => {
    bench = await startBoundBench();
    api = await startOrdersApi(bench);
  });
  beforeEach(() => {
    api.seen.length = 0;
  });
  after(() => bench.close());

  const bound = { scopes, authenticationScheme: 'mtls_pop' } as const;

  test('every request travels on a connection that presents exactly the certificate of its token', async () => {
    const client = bench.client();
    const boundFetch = createBoundFetch({ client, ...bound, origins: [api.origin] });
    const response = await boundFetch(`${api.origin}/orders?a=1&a=2`, { method: 'POST', body: 'an order' });
    assert.equal(response.status, 200);
    const [seen] = api.seen.splice(0);
    assert.deepEqual(
      [seen?.verdict, seen?.label, seen?.certificate, seen?.body],
      ['ok', 'mtls_pop', bench.certificate.x5tS256, 'an order'],
    );
    const pool = createMtlsPool({ ca: bench.running.authority.certificates.caPem });
    const withPool = createBoundFetch({ client, ...bound, origins: [api.origin], mtlsPool: pool });
    assert.equal((await withPool(`${api.origin}/orders`)).status, 200);
    assert.equal(pool.size, 1);
    await pool.close();
  });

  test('a transport that cannot be told which certificate to present is refused', () => {
    const client = bench.client();
    const transport = async () => new Response();
    const refused = { code: 'ERR_FETCH_TRANSPORT' };
    assert.throws(() => createBoundFetch({ client, ...bound, origins: [api.origin], transport }), refused);
    const { acquireTokenForClient, signHttpRequest } = client;
    const bare = { acquireTokenForClient, signHttpRequest };
    assert.throws(() => createBoundFetch({ client: bare, ...bound, origins: [api.origin] }), refused);
    const pool = client.mtlsPool;
    const pop = { scopes, authenticationScheme: 'pop', origins: [api.origin] };
    assert.throws(() => createBoundFetch({ client, ...pop, mtlsPool: pool }), TypeError);
    for (const option of [{ bindingCertificate: bench.certificate }, { allowUnboundFallback: true }]) {
      assert.throws(() => createBoundFetch({ client, ...pop, ...option }), { code: 'ERR_SCHEME_PARAMETERS' });
    }
  });

  test('a token without its certificate, or with another, is not sent', async () => {
    const client = bench.client();
    const token = await client.acquireTokenForClient(bound);
    const stranger = parsePemCertificate(await makeCertificate({ name: 'stranger' }));
    const { bindingCertificate: _own, ...without } = token;
    for (const weaker of [
      without,
      { ...token, bindingCertificate: stranger },
      { ...token, tokenType: 'Bearer' as const },
      { ...token, tokenType: 'pop' as const },
      { ...without, tokenType: 'Bearer' as const, unboundFallback: true as const },
    ]) {
      const loose = { ...client, acquireTokenForClient: async () => weaker };
      const boundFetch = createBoundFetch({ client: loose, ...bound, origins: [api.origin] });
      await assert.rejects(boundFetch(`${api.origin}/orders`), TokenTypeDowngraded);
    }
    assert.equal(api.seen.length, 0);
  });

  test('other origins, plain http and redirects', async () => {
    const client = bench.client();
    const boundFetch = createBoundFetch({ client, ...bound, origins: [api.origin] });
    await assert.rejects(boundFetch('https://localhost:1/'), { code: 'ERR_FETCH_ORIGIN' });
    assert.throws(() => createBoundFetch({ client, ...bound, origins: ['http://localhost'] }), TypeError);
    api.answer = (_seen, response) => response.writeHead(302, { location: 'https://localhost:1/' }).end();
    assert.equal((await boundFetch(`${api.origin}/`)).status, 302);
    api.seen.length = 0;
  });

  test('the header by itself: value, certificate, and how the token came', async () => {
    const client = bench.client();
    const first = await createAuthorizationHeader({ client, ...bound });
    assert.equal(first.scheme, 'mtls_pop');
    assert.match(first.value, /^mtls_pop [\w-]+\.[\w-]+\.[\w-]+$/);
    assert.equal(first.bindingCertificate, bench.certificate);
    assert.equal(first.bindingThumbprint, bench.certificate.x5tS256);
    assert.deepEqual(
      [first.metadata.tokenSource, first.metadata.refreshReason, first.metadata.expiresOn],
      ['network', 'no-cached-token', first.expiresOn],
    );
    const second = await createAuthorizationHeader({ client, ...bound });
    assert.deepEqual([second.value, second.metadata.tokenSource], [first.value, 'cache']);
    assert.equal('refreshReason' in second.metadata, false);
    const forced = await createAuthorizationHeader({ client, ...bound, forceRefresh: true });
    assert.equal(forced.metadata.refreshReason, 'force-refresh');
    const alone = await createAuthorizationHeader({ client, clientCertificateOnly: true });
    assert.deepEqual([alone.value, alone.bindingCertificate], [undefined, bench.certificate]);
    const { certificate: bindingCertificate } = bench;
    const named = await createAuthorizationHeader({ client, clientCertificateOnly: true, bindingCertificate });
    assert.equal(named.bindingCertificate, bench.certificate);
    await assert.rejects(
      createAuthorizationHeader({ client, clientCertificateOnly: true, ...bound } as never),
      TypeError,
    );
    await assert.rejects(createAuthorizationHeader({ client, ...bound, shrNonce: 'n' }), {
      code: 'ERR_SCHEME_PARAMETERS',
    });
    await assert.rejects(createAuthorizationHeader({ client, scopes, authenticationScheme: 'pop' }), TypeError);
    await assert.rejects(
      createAuthorizationHeader({ client, ...bound, resourceRequestUri: 'http://localhost/' }),
      TypeError,
    );
  });
});
