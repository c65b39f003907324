import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeUtf8, encodeUtf8 } from '../../src/base/bytes.ts';
import { wildText } from '../fixtures/wild-texts.ts';

describe('UTF-8 (RFC 3629)', () => {
  it('brings any well-formed text back', () => {
    fc.assert(
      fc.property(wildText({ maxLength: 60 }), (text) => {
        assert.equal(decodeUtf8(encodeUtf8(text)), text);
      }),
    );
  });

  it('keeps a byte order mark, so that two different inputs never look alike', () => {
    assert.equal(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)), '\uFEFFA');
  });

  for (const [what, bytes] of [
    ['a lone continuation byte', [0x80]],
    ['a truncated sequence', [0xe2, 0x82]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong NUL', [0xc0, 0x80]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['a code point beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['0xFF', [0xff]],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decodeUtf8(Uint8Array.from(bytes)), { name: 'EncodingInvalid', code: 'ERR_UTF8_INVALID' });
    });
  }

  it('decodes on after a refusal as if nothing had been', () => {
    assert.throws(() => decodeUtf8(Uint8Array.of(0xe2, 0x82)));
    assert.equal(decodeUtf8(Uint8Array.of(0x41)), 'A');
  });
});
