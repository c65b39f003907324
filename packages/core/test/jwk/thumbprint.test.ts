import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isThumbprint, jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { ecJwk, rfc7515Ec, rfc7515Rsa, rsaJwk } from '../fixtures/published-keys.ts';

describe('thumbprint (RFC 7638 section 3)', () => {
  it('does not depend on labels', async () => {
    const rsa = rsaJwk(rfc7515Rsa);
    const plain = await jwkThumbprint(rsa);
    assert.equal(await jwkThumbprint({ ...rsa, kid: 'a', use: 'sig', alg: 'PS256' }), plain);
    assert.notEqual(await jwkThumbprint(ecJwk(rfc7515Ec)), plain);
  });

  it('has the shape that isThumbprint knows, whatever was hashed', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.equal(isThumbprint(createHash('sha256').update(bytes).digest('base64url')), true);
      }),
    );
  });

  const good = createHash('sha256').update('x').digest('base64url');
  for (const [what, value] of [
    ['empty text', ''],
    ['one letter less', good.slice(1)],
    ['one letter more', `A${good}`],
    ['padding', `${good}=`],
    ['a line feed at the end', `${good}\n`],
    ['spare bits', `${good.slice(0, -1)}B`],
    ['the standard alphabet', `+${good.slice(1)}`],
    ['a hexadecimal digest', createHash('sha256').update('x').digest('hex')],
    ['a SHA-1 thumbprint', Buffer.alloc(20, 7).toString('base64url')],
    ['an array of one', [good]],
    ['an object', { toString: () => good }],
    ['null', null],
    ['undefined', undefined],
    ['a number', 43],
  ] as const) {
    it(`is not ${what}`, () => assert.equal(isThumbprint(value), false));
  }
});
