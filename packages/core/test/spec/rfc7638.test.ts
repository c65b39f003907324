import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePublicJwk } from '../../src/jwk/public-jwk.ts';
import { jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { rfc7515Ec, rfc7517Rsa } from '../fixtures/published-keys.ts';

describe('RFC 7638: JWK thumbprint', () => {
  it('section 3.1: the example', async () => {
    const jwk = { kty: 'RSA', n: rfc7517Rsa.n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' };
    assert.equal(await jwkThumbprint(parsePublicJwk(jwk)), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  it('section 3.2: an EC key counts crv, kty, x and y', async () => {
    const { d: _d, ...jwk } = rfc7515Ec;
    assert.equal(await jwkThumbprint(parsePublicJwk(jwk)), 'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U');
  });

  it('section 3.3: the order in which members come does not matter', async () => {
    const forwards = Object.entries({ kty: 'RSA', n: rfc7517Rsa.n, e: 'AQAB', use: 'sig' });
    const backwards = Object.fromEntries([...forwards].reverse());
    assert.equal(
      await jwkThumbprint(parsePublicJwk(Object.fromEntries(forwards))),
      await jwkThumbprint(parsePublicJwk(backwards)),
    );
  });

  it('section 7: a number that is spelled otherwise would have another thumbprint, so it is no key at all', () => {
    const zero = Buffer.concat([Buffer.of(0), Buffer.from(rfc7517Rsa.n, 'base64url')]).toString('base64url');
    for (const n of [zero, `${rfc7517Rsa.n}==`, rfc7517Rsa.n.replaceAll('-', '+').replaceAll('_', '/')]) {
      assert.throws(() => parsePublicJwk({ kty: 'RSA', n, e: 'AQAB' }), { code: 'ERR_JWK_MEMBER' });
    }
  });
});
