import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HeaderMalformed } from '../../src/errors/header-malformed.ts';
import { RequestTargetInvalid } from '../../src/errors/request-target-invalid.ts';
import { buildAuthenticationInfo, parseAuthenticationInfo } from '../../src/http/authentication-info.ts';
import { parseRequestTarget } from '../../src/http/request-target.ts';
import { buildWwwAuthenticate, parseWwwAuthenticate } from '../../src/http/www-authenticate.ts';
import { webAddress, wildText } from '../fixtures/wild-texts.ts';

const tokenCharacters = "!#$%&'*+-.^_`|~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const quotableCharacters = `\t${Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')}`;
const text = (characters: string, minLength: number) =>
  fc.array(fc.constantFrom(...characters), { minLength, maxLength: 12 }).map((parts) => parts.join(''));
const token = text(tokenCharacters, 1);
const params = fc
  .uniqueArray(fc.tuple(token, text(quotableCharacters, 0)), { selector: ([name]) => name.toLowerCase(), maxLength: 6 })
  .map((entries) => Object.fromEntries(entries));
const token68 = fc.tuple(text('abcXYZ019-._~+/', 1), fc.constantFrom('', '=', '==')).map((parts) => parts.join(''));
const hostile = fc.oneof(
  wildText({ maxLength: 60 }),
  fc
    .array(fc.constantFrom('PoP', 'a', '=', '"', '\\', ',', ' ', '\t', '\u0000', 'é', '/', '==', 'a="b"'), {
      maxLength: 20,
    })
    .map((parts) => parts.join('')),
);

function lowerCaseNames(values: Record<string, string>): Map<string, string> {
  return new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
}

describe('header fields, by property (RFC 9110 sections 11.6.1 and 11.6.3)', () => {
  it('reads the challenges it has written, in one line or in several', () => {
    const challenge = fc.oneof(fc.record({ scheme: token, params }), fc.record({ scheme: token, token68 }));
    fc.assert(
      fc.property(fc.array(challenge, { maxLength: 4 }), (challenges) => {
        const lines = challenges.map(buildWwwAuthenticate);
        const expected = challenges.map((one) => ({
          scheme: one.scheme.toLowerCase(),
          params: 'params' in one ? lowerCaseNames(one.params) : new Map(),
          ...('token68' in one ? { token68: one.token68 } : {}),
        }));
        assert.deepEqual(parseWwwAuthenticate(lines), expected);
        assert.deepEqual(parseWwwAuthenticate(lines.join(', ')), expected);
      }),
    );
  });

  it('reads the authentication info it has written', () => {
    fc.assert(
      fc.property(params, (values) => {
        assert.deepEqual(parseAuthenticationInfo(buildAuthenticationInfo(values)), lowerCaseNames(values));
      }),
    );
  });

  it('throws nothing but HeaderMalformed, on any text', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        for (const parse of [parseWwwAuthenticate, parseAuthenticationInfo]) {
          try {
            parse(value);
          } catch (error) {
            assert.ok(error instanceof HeaderMalformed);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('splits a request target without loss or refuses it, on any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          hostile.map((value) => `/${value}`),
          webAddress(),
        ),
        (target) => {
          try {
            const { path, query } = parseRequestTarget(target);
            assert.ok(target === path + (target.length > path.length ? `?${query}` : ''));
            assert.ok(path.startsWith('/') && !path.includes('?'));
          } catch (error) {
            assert.ok(error instanceof RequestTargetInvalid);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
