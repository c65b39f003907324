import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countLooks } from '@holdfast/testing';
import { parseRequestTarget } from '../../src/http/request-target.ts';

const accepted: readonly (readonly [target: string, path: string, query: string])[] = [
  ['/', '/', ''],
  ['/orders/7', '/orders/7', ''],
  ['/orders?', '/orders', ''],
  ['/orders?b=2&a=1', '/orders', 'b=2&a=1'],
  ['/orders?a=1?b=2', '/orders', 'a=1?b=2'],
  ['/?', '/', ''],
  ['/??', '/', '?'],
  ['//evil.example/x', '//evil.example/x', ''],
  ['/a/../b/./c//d', '/a/../b/./c//d', ''],
  ['/a%2Fb%2e%2E/%zz%', '/a%2Fb%2e%2E/%zz%', ''],
  ["/a;v=1/@:!$&'()*+,=~?x=%20+/?:@", "/a;v=1/@:!$&'()*+,=~", 'x=%20+/?:@'],
  ['/q?a={b}|[c]^`"<>', '/q', 'a={b}|[c]^`"<>'],
  ['/A/b', '/A/b', ''],
];
const refused: readonly (readonly [target: string, code: string])[] = [
  ['', 'ERR_REQUEST_TARGET_FORM'],
  ['*', 'ERR_REQUEST_TARGET_FORM'],
  ['orders', 'ERR_REQUEST_TARGET_FORM'],
  ['?a=b', 'ERR_REQUEST_TARGET_FORM'],
  ['https://api.example/orders', 'ERR_REQUEST_TARGET_FORM'],
  ['api.example:443', 'ERR_REQUEST_TARGET_FORM'],
  [' /orders', 'ERR_REQUEST_TARGET_FORM'],
  ['\\orders', 'ERR_REQUEST_TARGET_FORM'],
  ['/orders#a', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/orders?a#b', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/a\\b', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/a?b\\c', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/a b', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/a\tb', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/a\r\nHost: b', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/a\u0000', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/a\u007f', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/\u00e9', 'ERR_REQUEST_TARGET_CHARACTER'],
  ['/\u2028', 'ERR_REQUEST_TARGET_CHARACTER'],
];

describe('parseRequestTarget (RFC 9112 section 3.2.1)', () => {
  for (const [target, path, query] of accepted) {
    it(`splits ${target} and decodes nothing`, () => assert.deepEqual(parseRequestTarget(target), { path, query }));
  }
  for (const [target, code] of refused) {
    it(`refuses ${JSON.stringify(target)} with ${code}`, () => {
      assert.throws(() => parseRequestTarget(target), { name: 'RequestTargetInvalid', code });
    });
  }

  it('never repeats the target in its error', () => {
    assert.throws(
      () => parseRequestTarget('/secret#'),
      (error: Error) => !`${error.message}`.includes('secret'),
    );
  });

  it('looks at each character once', () => {
    assert.ok(countLooks(() => parseRequestTarget(`/${'?'.repeat(10_000)}`)) <= 10_002);
  });
});
