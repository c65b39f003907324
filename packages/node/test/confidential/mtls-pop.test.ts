import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { type ConfidentialClientOptions, createAuthorizationHeader } from '@holdfast/node';
import {
  type ClientCertificate,
  createCertificateCallback,
  createMtlsPool,
  parsePemCertificate,
} from '@holdfast/node/mtls';
import { type BoundBench, claimsIn, scopes, startBoundBench } from './bound-bench.ts';

const request = { scopes, authenticationScheme: 'mtls_pop' } as const;

describe('tokens bound to a client certificate, of the real authority', () => {
  let bench: BoundBench;
  before(async () => {
    bench = await startBoundBench();
  });
  after(() => bench.close());

  test('one request over mutual TLS, without an assertion; the token names the certificate; then the cache', async () => {
    const client = bench.client();
    const before = bench.issued();
    const token = await client.acquireTokenForClient(request);
    const { x5tS256 } = bench.certificate;
    assert.equal(token.tokenType, 'mtls_pop');
    assert.equal(token.bindingThumbprint, x5tS256);
    assert.equal(token.bindingCertificate, bench.certificate);
    assert.equal(token.unboundFallback, undefined);
    assert.deepEqual(claimsIn(token.accessToken)['cnf'], { 'x5t#S256': x5tS256 });
    assert.equal(claimsIn(token.accessToken)['azpacr'], '2', 'the certificate authenticated');
    const again = await client.acquireTokenForClient({ ...request, authenticationScheme: 'MTLS_POP' });
    assert.equal(again.accessToken, token.accessToken);
    assert.equal(again.fromCache, true);
    assert.equal(again.bindingCertificate, bench.certificate);
    assert.equal(bench.issued() - before, 1);
  });

  test('the private key shows in nothing that is printed or copied', async () => {
    const token = await bench.client().acquireTokenForClient(request);
    const shown = inspect(token, { depth: 10, showHidden: false }) + JSON.stringify(token);
    assert.doesNotMatch(shown, /PRIVATE|privateKey|PrivateKeyObject/);
    const { privateKey: key } = structuredClone({ ...token.bindingCertificate }) as Partial<ClientCertificate>;
    assert.equal(key, undefined);
  });

  test('bound and unbound tokens never share an entry, whoever asks first', async () => {
    const client = bench.client();
    const bearer = await client.acquireTokenForClient({ scopes });
    const bound = await client.acquireTokenForClient(request);
    assert.deepEqual([bearer.tokenType, bearer.bindingCertificate, bound.fromCache], ['Bearer', undefined, false]);
    assert.equal(claimsIn(bearer.accessToken)['cnf'], undefined);
    assert.equal((await client.acquireTokenForClient({ scopes })).accessToken, bearer.accessToken);
    assert.equal((await client.acquireTokenForClient(request)).accessToken, bound.accessToken);
  });

  test('a secret or an assertion without a certificate binds nothing, and nothing is sent', async () => {
    const { secret } = bench.running.application('daemon');
    for (const options of [
      { clientSecret: secret },
      { clientAssertion: 'x' },
    ] as Partial<ConfidentialClientOptions>[]) {
      const before = bench.running.events.length;
      await assert.rejects(
        bench.client(options).acquireTokenForClient(request),
        (error: { code: string; cause: { code: string } }) => {
          assert.deepEqual([error.code, error.cause.code], ['ERR_BINDING_CERTIFICATE', 'ERR_CREDENTIAL_UNBOUND']);
          return true;
        },
      );
      assert.equal(bench.running.events.length, before);
    }
  });

  test('a certificate named in the request binds its token, whatever the credential of the client', async () => {
    const client = bench.client({ clientSecret: bench.running.application('daemon').secret });
    const token = await client.acquireTokenForClient({ ...request, bindingCertificate: bench.certificate });
    assert.equal(token.bindingThumbprint, bench.certificate.x5tS256);
    const copy = { ...bench.certificate } as ClientCertificate;
    await assert.rejects(client.acquireTokenForClient({ ...request, bindingCertificate: copy }), {
      code: 'ERR_BINDING_CERTIFICATE',
    });
    for (const authenticationScheme of ['bearer', 'pop']) {
      const wrong = { ...request, authenticationScheme, bindingCertificate: bench.certificate };
      await assert.rejects(client.acquireTokenForClient(wrong), { code: 'ERR_SCHEME_PARAMETERS' });
    }
  });

  test('PEM options are enough; and bearer goes over mutual TLS where the credential says so', async () => {
    const { certPem, keyPem } = await bench.running.authority.certificates.clientCertificate('daemon');
    const own = { certificate: certPem, privateKey: keyPem };
    const bound = await bench.client({ clientCertificate: own }).acquireTokenForClient(request);
    assert.equal(bound.bindingThumbprint, bench.certificate.x5tS256);
    const plain = bench.client({ clientCertificate: own });
    const overTls = bench.client({ clientCertificate: { ...own, useBoundCredential: true } });
    for (const [client, method] of [
      [plain, 'certificate-assertion'],
      [overTls, 'certificate'],
    ] as const) {
      const token = await client.acquireTokenForClient({ scopes });
      assert.equal(token.tokenType, 'Bearer', method);
      assert.equal(token.bindingCertificate, undefined);
      assert.equal(claimsIn(token.accessToken)['cnf'], undefined);
    }
    assert.equal(overTls.mtlsPool.size, 1, 'a connection that presents the certificate was opened');
    assert.equal(plain.mtlsPool.size, 0);
  });

  test('a given pool is used, and left open', async () => {
    const pool = createMtlsPool({ ca: bench.running.authority.certificates.caPem });
    const client = bench.client({ mtlsPool: pool });
    assert.equal(client.mtlsPool, pool);
    await client.acquireTokenForClient(request);
    assert.equal(pool.size, 1);
    await client.close();
    assert.equal(pool.size, 1);
    await pool.close();
  });

  test('without a certificate: an error, or with allowUnboundFallback a bearer token that says so', async () => {
    const client = bench.client({ clientSecret: bench.running.application('daemon').secret });
    await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_BINDING_CERTIFICATE' });
    const before = bench.events.length;
    const token = await client.acquireTokenForClient({ ...request, allowUnboundFallback: true });
    assert.deepEqual([token.tokenType, token.unboundFallback, token.bindingCertificate], ['Bearer', true, undefined]);
    const asked = { client, scopes, authenticationScheme: 'mtls_pop', allowUnboundFallback: true } as const;
    const header = await createAuthorizationHeader(asked);
    assert.deepEqual([header.scheme, header.unboundFallback, header.bindingCertificate], ['Bearer', true, undefined]);
    const told = bench.events.slice(before).find(({ name }) => name === 'token.unbound');
    assert.deepEqual(told, {
      name: 'token.unbound',
      requested: 'mtls_pop',
      code: 'ERR_CREDENTIAL_UNBOUND',
      tenant: bench.running.tenantId,
      scopes,
    });
    // It is a bearer token among bearer tokens; who asks for a bound one gets none of it.
    assert.equal((await client.acquireTokenForClient({ scopes })).unboundFallback, undefined);
    await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_BINDING_CERTIFICATE' });
  });

  test('the fallback is not for a refusal: a certificate that the authority does not know stays refused', async () => {
    const { makeCertificate } = await import('../certificate/make-certificate.ts');
    const stranger = parsePemCertificate(await makeCertificate({ name: 'stranger' }));
    const client = bench.client({ clientCredentials: [{ kind: 'certificate', certificate: stranger }] });
    await assert.rejects(client.acquireTokenForClient({ ...request, allowUnboundFallback: true }), {
      code: 'ERR_TOKEN_REQUEST_REFUSED',
    });
  });

  test('who leaves while a certificate is looked for is told so, and nobody else is', async () => {
    const leaving = new AbortController();
    const reason = new Error('gone');
    let give = (_certificate: ClientCertificate): void => undefined;
    const waiting = new Promise<ClientCertificate>((resolve) => {
      give = resolve;
    });
    const source = createCertificateCallback({ load: () => waiting });
    const client = bench.client({ clientCredentials: [{ kind: 'certificate', certificate: source }] });
    const left = client.acquireTokenForClient({ ...request, allowUnboundFallback: true, signal: leaving.signal });
    const stayed = client.acquireTokenForClient(request);
    leaving.abort(reason);
    await assert.rejects(left, { code: 'ERR_FLIGHT_ABORTED' });
    give(bench.certificate);
    assert.equal((await stayed).tokenType, 'mtls_pop');
  });

  test('a discarded certificate is never bound to again', async () => {
    const client = bench.client();
    await client.acquireTokenForClient(request);
    client.discardProofKey(bench.certificate.x5tS256);
    await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_PROOF_KEY_DISCARDED' });
  });
});
