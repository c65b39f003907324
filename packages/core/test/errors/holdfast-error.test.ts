import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coreErrors } from '../../src/errors/catalog.ts';
import { CnfInvalid, JsonInvalid, JwsInvalid, KeyUnusable, SignatureInvalid } from '../../src/errors/core-errors.ts';
import { EncodingInvalid } from '../../src/errors/encoding-invalid.ts';
import { HoldfastError } from '../../src/errors/holdfast-error.ts';
import { JwkInvalid } from '../../src/errors/jwk-invalid.ts';
import { ShrInvalid } from '../../src/errors/shr-invalid.ts';

describe('errors', () => {
  it('say what happened, where, and what to do', () => {
    const error = new JwkInvalid('ERR_JWK_WEAK', { detail: '1024 bits' });
    assert.equal(
      error.message,
      'The key is too weak (1024 bits). Use RSA with 2048 to 8192 bits, an odd modulus and an odd public exponent of at least 65537.',
    );
    assert.equal(error.mend, coreErrors.ERR_JWK_WEAK.mend);
    assert.equal(
      new SignatureInvalid().message,
      `${coreErrors.ERR_SIGNATURE_INVALID.meaning}. ${coreErrors.ERR_SIGNATURE_INVALID.mend}`,
    );
  });

  it('are named after their class and know their code', () => {
    for (const [error, name, code] of [
      [new EncodingInvalid('ERR_UTF8_INVALID'), 'EncodingInvalid', 'ERR_UTF8_INVALID'],
      [new JsonInvalid('ERR_JSON_SYNTAX'), 'JsonInvalid', 'ERR_JSON_SYNTAX'],
      [new CnfInvalid('ERR_REQ_CNF_SHAPE'), 'CnfInvalid', 'ERR_REQ_CNF_SHAPE'],
      [new JwsInvalid('ERR_JWS_ALG'), 'JwsInvalid', 'ERR_JWS_ALG'],
      [new KeyUnusable(), 'KeyUnusable', 'ERR_KEY_UNUSABLE'],
      [new ShrInvalid('ERR_SHR_TYP'), 'ShrInvalid', 'ERR_SHR_TYP'],
    ] as const) {
      assert.ok(error instanceof HoldfastError && error instanceof Error);
      assert.deepEqual([error.name, error.code, String(error).split(':')[0]], [name, code, name]);
    }
  });

  it('keep a cause only where there is one', () => {
    const cause = new Error('below');
    assert.equal(new KeyUnusable({ cause }).cause, cause);
    assert.equal(Object.hasOwn(new KeyUnusable(), 'cause'), false);
    assert.equal(Object.hasOwn(new KeyUnusable({ detail: 'x', cause: undefined }), 'cause'), false);
  });

  it('of a proof name the claim that failed', () => {
    const error = new ShrInvalid('ERR_SHR_CLAIM_MISSING', { claim: 'ts' });
    assert.equal(error.claim, 'ts');
    assert.match(error.message, /\(ts\)/);
    assert.match(new ShrInvalid('ERR_SHR_KEY_MISMATCH', { claim: 'cnf', detail: 'kid' }).message, /\(kid\)/);
    assert.ok(error instanceof ShrInvalid);
    assert.equal(new ShrInvalid('ERR_SHR_HEADERS').claim, undefined);
  });
});

describe('catalogue', () => {
  for (const [code, entry] of Object.entries(coreErrors)) {
    it(`${code} has a meaning and a mend that read as sentences`, () => {
      assert.match(code, /^ERR_[A-Z0-9]+(_[A-Z0-9]+)+$/);
      assert.match(entry.meaning, /^[A-Z].*[^.\s]$/);
      assert.match(entry.mend, /^[A-Z].*\.$/);
    });
  }
});
