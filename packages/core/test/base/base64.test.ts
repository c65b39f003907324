import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeBase64, encodeBase64 } from '../../src/base/base64.ts';
import { EncodingInvalid } from '../../src/errors/encoding-invalid.ts';

describe('base64 (RFC 4648 section 4)', () => {
  it('encodes what Buffer encodes and decodes it again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64(bytes);
        assert.equal(text, Buffer.from(bytes).toString('base64'));
        assert.deepEqual(decodeBase64(text), new Uint8Array(bytes));
      }),
    );
  });

  it('gives the examples of RFC 4648 section 10', () => {
    for (const [plain, text] of [
      ['', ''],
      ['f', 'Zg=='],
      ['fo', 'Zm8='],
      ['foo', 'Zm9v'],
      ['foob', 'Zm9vYg=='],
      ['fooba', 'Zm9vYmE='],
      ['foobar', 'Zm9vYmFy'],
    ] as const) {
      assert.equal(encodeBase64(Buffer.from(plain)), text);
      assert.equal(Buffer.from(decodeBase64(text)).toString(), plain);
    }
  });

  it('accepts no text but the one that it would write', () => {
    const text = fc.string({ unit: fc.constantFrom('A', 'B', 'Q', 'g', '+', '/', '-', '_', '=', '\n'), maxLength: 12 });
    fc.assert(
      fc.property(text, (candidate) => {
        let decoded: Uint8Array;
        try {
          decoded = decodeBase64(candidate);
        } catch (error) {
          assert.ok(error instanceof EncodingInvalid);
          return;
        }
        assert.equal(encodeBase64(decoded), candidate);
      }),
      { numRuns: 2000 },
    );
  });

  for (const [what, text] of [
    ['missing padding', 'AA'],
    ['too little padding', 'AA='],
    ['too much padding', 'AAA=='],
    ['padding after a full group', 'AAAA===='],
    ['padding inside', 'AA==AAAA'],
    ['padding only', '===='],
    ['spare bits', 'AB=='],
    ['spare bits in the third letter', 'AAB='],
    ['the URL-safe alphabet', 'AA-_'],
    ['line breaks (RFC 2045)', 'AAAA\r\nAAAA'],
    ['a blank', 'AAA '],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decodeBase64(text), { name: 'EncodingInvalid', code: 'ERR_BASE64_INVALID' });
    });
  }
});
