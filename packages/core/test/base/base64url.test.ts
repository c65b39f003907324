import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeBase64url, encodeBase64url } from '../../src/base/base64url.ts';
import { EncodingInvalid } from '../../src/errors/encoding-invalid.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('base64url (RFC 7515 section 2)', () => {
  it('encodes what Buffer encodes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        assert.equal(encodeBase64url(bytes), Buffer.from(bytes).toString('base64url'));
      }),
    );
  });

  it('decodes what it encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        assert.deepEqual(decodeBase64url(encodeBase64url(bytes)), new Uint8Array(bytes));
      }),
    );
  });

  it('decodes the octets of RFC 7515 appendix C', () => {
    assert.deepEqual([...decodeBase64url('A-z_4ME')], [3, 236, 255, 224, 193]);
  });

  it('accepts no text but the one that it would write', () => {
    // Short texts over a small alphabet meet spare bits, padding and bad lengths all the time.
    const text = fc.string({ unit: fc.constantFrom('A', 'B', 'Q', 'g', '-', '_', '+', '/', '=', ' '), maxLength: 9 });
    fc.assert(
      fc.property(text, (candidate) => {
        let decoded: Uint8Array;
        try {
          decoded = decodeBase64url(candidate);
        } catch (error) {
          assert.ok(error instanceof EncodingInvalid);
          return;
        }
        assert.equal(encodeBase64url(decoded), candidate);
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts every canonical text of two and three letters, and no other', () => {
    const canonical = new Set<string>();
    for (let byte = 0; byte < 256; byte += 1) canonical.add(Buffer.from([byte]).toString('base64url'));
    for (const first of alphabet) {
      for (const second of alphabet) {
        const accepted = isAccepted(first + second);
        assert.equal(accepted, canonical.has(first + second), first + second);
      }
    }
    for (const last of alphabet) assert.equal(isAccepted(`AA${last}`), alphabet.indexOf(last) % 4 === 0, `AA${last}`);
  });

  for (const [what, text] of [
    ['a rest of one letter', 'A'],
    ['a rest of one letter after a group', 'AAAAA'],
    ['one spare bit', 'AB'],
    ['the highest spare bit', 'AI'],
    ['a spare bit in the third letter', 'AAB'],
    ['one padding sign', 'AAA='],
    ['two padding signs', 'AA=='],
    ['padding where none belongs', 'AAAA='],
    ['padding only', '===='],
    ['the standard plus', 'AA+A'],
    ['the standard slash', 'AA/A'],
    ['a blank before', ' AAA'],
    ['a blank after', 'AAA '],
    ['a blank inside', 'AA AA'],
    ['a tab', 'AAA\t'],
    ['a line feed at the end', 'AAAA\n'],
    ['a carriage return', 'AAA\r'],
    ['NUL', 'AAA\0'],
    ['a letter beyond ASCII', 'AAAé'],
    // U+0141 has the low byte of "A": a table indexed by a masked code would take it for one.
    ['a letter that has the low byte of another', 'AAA\u0141'],
    ['a full-width letter', 'AAA\uFF21'],
    ['half of a surrogate pair', 'AAA\uD83D'],
    ['percent encoding', 'AA%41'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decodeBase64url(text), { name: 'EncodingInvalid', code: 'ERR_BASE64URL_INVALID' });
    });
  }

  it('takes nothing for nothing', () => {
    assert.equal(encodeBase64url(new Uint8Array(0)), '');
    assert.equal(decodeBase64url('').length, 0);
  });
});

function isAccepted(text: string): boolean {
  try {
    decodeBase64url(text);
    return true;
  } catch {
    return false;
  }
}
