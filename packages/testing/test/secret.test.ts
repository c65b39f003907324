import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSecret, secret } from '../src/secrets/secret.ts';

// A whole number of pieces.
const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlIG9mIGEg';
const password = 'correct/horse "battery" stäple';
const secrets = [secret('pin', '1234567'), secret('short', 'hunter-22'), secret('token', token)];
const found = (text: string, among = secrets): string | undefined => findSecret(text, among)?.name;

describe('looking for secrets in a text', () => {
  it('finds every part of 23 characters, wherever it begins and wherever it stands', () => {
    for (let at = 0; at + 23 <= token.length; at += 1) {
      const part = token.slice(at, at + 23);
      for (const text of [part, `${part}.`, `before ${part}`, `ä\u2028${part} after`]) {
        assert.equal(found(text), 'token', `at ${at}`);
      }
    }
    assert.equal(found(`${token.slice(0, 11)} ${token.slice(12, 23)}`), undefined);
  });

  it('finds short values whole, and those that stand in any text by chance not at all', () => {
    assert.equal(found('a hunter-22 b'), 'short');
    assert.equal(found('a hunter-2 b'), undefined);
    assert.equal(found('1234567'), undefined);
    assert.equal(found('', secrets), undefined);
    assert.equal(found(token, []), undefined);
  });

  it('finds a value percent-encoded, and in JSON', () => {
    const among = [secret('password', password)];
    for (const text of [password, encodeURIComponent(password), JSON.stringify({ password })]) {
      assert.equal(found(text, among), 'password', text);
    }
  });

  it('names the first of several in the order of the list, not of the text', () => {
    assert.equal(found(`${token} hunter-22`), 'short');
    assert.equal(found(`hunter-22 ${token}`), 'short');
  });
});
