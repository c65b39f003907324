import assert from 'node:assert/strict';
import { createHash, sign } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { BoundAssertion, CertificateWithKey, ClientCertificate } from '@holdfast/node/mtls';
import { type BoundBench, claimsIn, scopes, startBoundBench } from './bound-bench.ts';

const request = { scopes, authenticationScheme: 'mtls_pop' } as const;
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('assertions that bring their certificate along', () => {
  let bench: BoundBench;
  let asked: string[] = [];
  before(async () => {
    bench = await startBoundBench();
  });
  after(() => bench.close());

  /** What a federated identity would say, signed with the registered key and bound to the certificate. */
  const assertFor = (
    tokenEndpoint: string,
    certificate: CertificateWithKey,
    bound: ClientCertificate = certificate,
  ): string => {
    const { clientId } = bench.running.application('daemon');
    const now = Math.floor(Date.now() / 1000);
    const head = { alg: 'PS256', typ: 'JWT', 'x5t#S256': certificate.x5tS256 };
    const times = { iat: now, nbf: now, exp: now + 300, jti: crypto.randomUUID() };
    const cnf = { 'x5t#S256': createHash('sha256').update(bound.der).digest('base64url') };
    const input = `${encode(head)}.${encode({ aud: tokenEndpoint, iss: clientId, sub: clientId, ...times, cnf })}`;
    const key = { key: certificate.privateKey, padding: 6, saltLength: 32 };
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
  };
  const clientWith = (entry: {
    readonly useBoundCredential?: boolean;
    readonly give?: () => string | BoundAssertion;
  }) =>
    bench.client({
      clientCredentials: [
        {
          kind: 'assertion-callback',
          supportsTokenBinding: true,
          useBoundCredential: entry.useBoundCredential,
          assertion: ({ tokenEndpoint }) => {
            asked.push(tokenEndpoint);
            const { certificate } = bench;
            return entry.give?.() ?? { assertion: assertFor(tokenEndpoint, certificate), certificate };
          },
        },
      ],
    });

  test('the token is bound to the certificate of the assertion, which is made for the mTLS endpoint', async () => {
    asked = [];
    const client = clientWith({});
    const token = await client.acquireTokenForClient(request);
    assert.equal(token.bindingCertificate, bench.certificate);
    assert.deepEqual(claimsIn(token.accessToken)['cnf'], { 'x5t#S256': bench.certificate.x5tS256 });
    assert.deepEqual(asked, [`${bench.running.description.mtlsSts}/${bench.running.tenantId}/oauth2/v2.0/token`]);
    // Asked again, because only the assertion says which certificate it is; but no token is asked for.
    const issued = bench.issued();
    assert.equal((await client.acquireTokenForClient(request)).fromCache, true);
    assert.deepEqual([asked.length, bench.issued()], [2, issued]);
  });

  test('bearer tokens are asked for with it too, where the credential says so', async () => {
    const client = clientWith({ useBoundCredential: true });
    const token = await client.acquireTokenForClient({ scopes });
    assert.deepEqual([token.tokenType, claimsIn(token.accessToken)['cnf']], ['Bearer', undefined]);
    assert.equal(client.mtlsPool.size, 1);
  });

  test('an assertion without a certificate binds nothing', async () => {
    const client = clientWith({ give: () => 'an assertion' });
    await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_BINDING_CERTIFICATE' });
  });
});
