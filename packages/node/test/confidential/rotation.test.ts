import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { createDownstreamApi } from '@holdfast/node';
import { type ClientCertificate, createCertificateCallback, parsePemCertificate } from '@holdfast/node/mtls';
import { makeCertificate } from '../../../authority/test/harness/made-certificates.ts';
import { type OrdersApi, startOrdersApi } from '../downstream/orders-api.ts';
import { type BoundBench, claimsIn, scopes, startBoundBench } from './bound-bench.ts';

const calls = 200;

describe('a certificate that is renewed while it is in use', () => {
  let bench: BoundBench;
  let api: OrdersApi;
  let old: ClientCertificate;
  let renewed: ClientCertificate;
  const revoked = new Set<string>();
  before(async () => {
    const first = await makeCertificate({ subject: 'CN=first', keyKind: 'p-256' });
    // The same key, as renewals often have it.
    const second = await makeCertificate({ subject: 'CN=first', keyOf: first });
    old = parsePemCertificate({ certificate: first.certPem, privateKey: first.keyPem });
    renewed = parsePemCertificate({ certificate: second.certPem, privateKey: second.keyPem });
    assert.notEqual(old.x5tS256, renewed.x5tS256);
    bench = await startBoundBench({
      isCertificateRevoked: ({ thumbprint }) => revoked.has(thumbprint),
      directory: parseDirectory(`
tenants:
  contoso.example:
    applications:
      daemon: { certificate: issue, certificates: [{ thumbprint: ${first.sha256} }, { thumbprint: ${second.sha256} }] }
`),
    });
    api = await startOrdersApi(bench);
  });
  after(() => bench.close());

  test(`under ${calls} concurrent calls: none is lost, and none mixes the two`, async () => {
    let current = old;
    const source = { current: async () => current, invalidate() {}, close() {} };
    const client = bench.client({ clientCredentials: [{ kind: 'certificate', certificate: source }] });
    const orders = createDownstreamApi({ client, baseUrl: api.origin, scopes, tokenBinding: {} });
    const call = (index: number) => {
      const acquireTokenOptions = { forceRefresh: index % 10 === 0 };
      return orders.get<{ readonly verdict: string; readonly certificate: string }>(`${index}`, {
        acquireTokenOptions,
      });
    };
    const firstHalf = Array.from({ length: calls / 2 }, (_, index) => call(index));
    while (api.seen.length < 10) await new Promise(setImmediate);
    // Some were answered, some are on their way, some wait for a token.
    current = renewed;
    const secondHalf = Array.from({ length: calls / 2 }, (_, index) => call(index));
    const answers = await Promise.all([...firstHalf, ...secondHalf]);
    assert.equal(answers.filter(({ verdict }) => verdict === 'ok').length, calls);
    assert.deepEqual(new Set(answers.map(({ certificate }) => certificate)), new Set([old.x5tS256, renewed.x5tS256]));
    assert.equal(
      client.mtlsPool.size,
      2,
      'only connections of the new certificate are left: to the authority and to the API',
    );
    // From now on the old token matches nothing.
    const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'mtls_pop' });
    assert.deepEqual(claimsIn(token.accessToken)['cnf'], { 'x5t#S256': renewed.x5tS256 });
  });

  test('revoked at the authority before it is replaced here: the source is asked anew, and every caller is served', async () => {
    let loads = 0;
    const source = createCertificateCallback({
      load: () => {
        loads += 1;
        return loads === 1 ? old : renewed;
      },
    });
    const client = bench.client({ clientCredentials: [{ kind: 'certificate', certificate: source }] });
    const request = { scopes, authenticationScheme: 'mtls_pop', correlationId: 'a-call' } as const;
    assert.equal((await client.acquireTokenForClient(request)).bindingThumbprint, old.x5tS256);
    revoked.add(old.x5tS256);
    const before = bench.events.length;
    const wave = Array.from({ length: calls }, () => client.acquireTokenForClient({ ...request, forceRefresh: true }));
    const thumbprints = (await Promise.all(wave)).map(({ bindingThumbprint }) => bindingThumbprint);
    assert.deepEqual(new Set(thumbprints), new Set([renewed.x5tS256]));
    assert.equal(loads, 2, 'one renewal for everybody who was refused');
    const retried = bench.events.slice(before).filter(({ name }) => name === 'certificate.retried');
    assert.deepEqual(retried[0], {
      name: 'certificate.retried',
      refused: old.x5tS256,
      x5tS256: renewed.x5tS256,
      code: 'ERR_TOKEN_REQUEST_REFUSED',
      correlationId: 'a-call',
    });
  });

  for (const useBoundCredential of [false, true]) {
    const how = useBoundCredential ? 'over mutual TLS' : 'with an assertion';
    test(`bearer and pop tokens, ${how}: a certificate that is refused is replaced, and the request made once more`, async () => {
      for (const authenticationScheme of useBoundCredential ? ['bearer'] : ['bearer', 'pop']) {
        revoked.clear();
        let loads = 0;
        const load = () => {
          loads += 1;
          return loads === 1 ? old : renewed;
        };
        const client = bench.client({
          clientCredentials: [
            { kind: 'certificate-callback', load, refreshSeconds: 3600, sendX5c: true, useBoundCredential },
          ],
        });
        const request = { scopes, authenticationScheme, forceRefresh: true, correlationId: 'a-call' };
        await client.acquireTokenForClient(request);
        revoked.add(old.x5tS256);
        const before = bench.events.length;
        const wave = await Promise.all(Array.from({ length: 20 }, () => client.acquireTokenForClient(request)));
        assert.equal(wave.length, 20);
        assert.equal(loads, 2, 'one renewal for everybody who was refused');
        assert.deepEqual(
          bench.events.slice(before).find(({ name }) => name === 'certificate.retried'),
          {
            name: 'certificate.retried',
            refused: old.x5tS256,
            x5tS256: renewed.x5tS256,
            code: 'ERR_TOKEN_REQUEST_REFUSED',
            correlationId: 'a-call',
          },
        );
      }
    });
  }

  test('without another certificate the refusal stands, and a secret behind it is not sent instead', async () => {
    revoked.clear();
    revoked.add(old.x5tS256);
    const { secret = '' } = bench.running.application('daemon');
    let isRefused = false;
    const source = {
      async current() {
        if (isRefused) throw new Error('there is no other');
        return old;
      },
      invalidate() {
        isRefused = true;
      },
      close() {},
    };
    const client = bench.client({
      clientCredentials: [
        { kind: 'certificate', certificate: source, sendX5c: true },
        { kind: 'client-secret', clientSecret: secret },
      ],
    });
    const before = bench.running.events.length;
    await assert.rejects(client.acquireTokenForClient({ scopes }), { code: 'ERR_TOKEN_REQUEST_REFUSED' });
    assert.equal(bench.running.events.slice(before).filter(({ name }) => name === 'token.refused').length, 1);
  });
});
