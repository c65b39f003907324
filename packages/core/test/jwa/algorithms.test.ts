import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findAlgorithm } from '../../src/jwa/algorithms.ts';

describe('algorithms (RFC 7518 section 3.1)', () => {
  for (const [alg, kty] of [
    ['RS256', 'RSA'],
    ['PS256', 'RSA'],
    ['ES256', 'EC'],
  ] as const) {
    it(`knows ${alg}`, () => {
      assert.equal(findAlgorithm(alg)?.alg, alg);
      assert.equal(findAlgorithm(alg)?.kty, kty);
    });
  }

  it('salts PS256 with as many bytes as the hash has (section 3.5)', () => {
    assert.equal(findAlgorithm('PS256')?.signParams.saltLength, 32);
  });

  const symmetric = ['HS256', 'HS384', 'HS512'];
  const absent = ['none', 'None', 'NONE', 'nOnE', 'none ', ''];
  const others = ['RS384', 'RS512', 'PS384', 'PS512', 'ES384', 'ES512', 'ES256K', 'EdDSA', 'RS1', 'RSA1_5', 'dir'];
  const misspelled = ['rs256', 'Es256', 'RS256 ', ' RS256', 'RS256\0', 'ＲＳ256'];
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const types = [undefined, null, 0, 1, true, ['RS256'], { alg: 'RS256' }, new String('RS256'), Symbol('RS256')];
  for (const alg of [...symmetric, ...absent, ...others, ...misspelled, ...names, ...types]) {
    it(`does not know ${typeof alg} ${JSON.stringify(alg)}`, () => assert.equal(findAlgorithm(alg), undefined));
  }
});
