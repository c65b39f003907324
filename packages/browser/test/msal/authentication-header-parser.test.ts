import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { AuthenticationHeaderParser as RealParser } from '@azure/msal-browser';
import { AuthError, AuthenticationHeaderParser, type HeaderSource } from '../../src/msal/msal.ts';

const challenge = (value: string): Record<string, string> => ({ 'WWW-Authenticate': value });
const info = (value: string): Record<string, string> => ({ 'Authentication-Info': value });

/** What ours reads, and what the real one does. */
const rows: readonly (readonly [headers: Record<string, string>, ours: string, theirs: string])[] = [
  [challenge('PoP nonce="n1"'), 'n1', 'n1'],
  [challenge('PoP nonce="n1", error="nonce_malformed"'), 'n1', 'n1'],
  [challenge('PoP error="e", nonce="n1"'), 'n1', 'invalid_authentication_header'],
  [challenge('PoP error="e",nonce="n1"'), 'n1', 'n1'],
  [challenge('Bearer realm="", PoP nonce="n1"'), 'n1', 'invalid_authentication_header'],
  [challenge('PoP nonce="abc=="'), 'abc==', 'abc'],
  [challenge('pop NONCE=n1'), 'n1', 'invalid_authentication_header'],
  [challenge('PoP'), 'invalid_authentication_header', 'TypeError'],
  // The nonce of another scheme is not for a signed request.
  [challenge('DPoP nonce="n1"'), 'invalid_authentication_header', 'n1'],
  [challenge('PoP nonce="n1" x'), 'invalid_authentication_header', 'n1 x'],
  [info('nextnonce="n1"'), 'n1', 'n1'],
  [info('PoP nextnonce="n1"'), 'n1', 'n1'],
  [info('nextnonce="n1", foo="b"'), 'n1', 'invalid_authentication_header'],
  [{ ...info('foo="b"'), ...challenge('PoP nonce="n1"') }, 'n1', 'invalid_authentication_header'],
  [{}, 'missing_nonce_authentication_header', 'missing_nonce_authentication_header'],
];

function read(parser: { getShrNonce(): string }): string {
  try {
    return parser.getShrNonce();
  } catch (error) {
    return (error as { readonly errorCode?: string }).errorCode ?? (error as Error).name;
  }
}

suite('AuthenticationHeaderParser', () => {
  for (const [headers, ours, theirs] of rows) {
    test(`${JSON.stringify(headers)}: ${ours}`, () => {
      const sources: readonly HeaderSource[] = [headers, new Headers(headers), new Response(null, { headers })];
      for (const source of sources) assert.equal(read(new AuthenticationHeaderParser(source)), ours);
      assert.equal(read(new RealParser(headers)), theirs, 'of the real one');
    });
  }

  test('names of headers come in any letter case', () => {
    assert.equal(new AuthenticationHeaderParser({ 'www-AUTHENTICATE': 'PoP nonce="n1"' }).getShrNonce(), 'n1');
  });

  test('no error holds what a header says', () => {
    const parser = new AuthenticationHeaderParser(challenge('PoP nonce="canary" x'));
    assert.throws(
      () => parser.getShrNonce(),
      (error) => error instanceof AuthError && !`${error.message} ${error.errorMessage}`.includes('canary'),
    );
  });
});
