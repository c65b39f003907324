import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildStoredToken, parseStoredToken, type StoredToken } from '../../src/cache/stored-token.ts';

const token: StoredToken = {
  accessToken: 'abc.def-_~+/==',
  scheme: 'pop',
  bindingThumbprint: 'thumbprint',
  tenant: 'contoso.example',
  scopes: ['api://orders/.default'],
  issuedAt: 1,
  refreshAt: 2,
  expiresAt: 3,
};

test('what was built is read back', () => {
  assert.deepEqual(parseStoredToken(buildStoredToken(token)), token);
});

test('a token that cannot stand in an Authorization header is none (RFC 6750 section 2.1)', () => {
  // The platform would repeat the whole header value in its error.
  for (const accessToken of ['', 'a b', 'a\r\nx: y', 'a\u0000', 'é', '=a', 'a'.repeat(65_537), 1, null]) {
    assert.equal(parseStoredToken(JSON.stringify({ version: 1, ...token, accessToken })), undefined);
  }
});

test('other versions, shapes and texts are no token', () => {
  const changes: readonly object[] = [
    { version: 2 },
    { scheme: 'Bearer' },
    { tenant: 1 },
    { bindingThumbprint: {} },
    { scopes: 'api://orders/.default' },
    { scopes: [1] },
    { issuedAt: '1' },
    { refreshAt: 1.5 },
    { expiresAt: -1 },
    { expiresAt: 1 },
    { refreshAt: 0 },
  ];
  for (const change of changes) {
    const text = JSON.stringify({ version: 1, ...token, ...change });
    assert.equal(parseStoredToken(text), undefined, JSON.stringify(change));
  }
  for (const text of ['', 'null', '[]', '{"version":1,"version":1}']) assert.equal(parseStoredToken(text), undefined);
});
