import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '@holdfast/core';
import { createBench, scopes } from '../sts/make-client.ts';

test('replies that are no token response (RFC 6749 section 5.1)', async () => {
  const members: JsonObject[] = [
    { access_token: undefined },
    { access_token: '' },
    { access_token: 1 },
    { access_token: 'two words' },
    { access_token: 'line\r\nbreak' },
    { access_token: 'x'.repeat(70_000) },
    { expires_in: undefined },
    { expires_in: 0 },
    { expires_in: -1 },
    { expires_in: '3599 seconds' },
    { expires_in: 1e12 },
    { expires_in: 'Infinity' },
    { scope: 1 },
  ] as JsonObject[];
  for (const member of members) {
    const { client, sts } = createBench();
    sts.behaviour = { members: member };
    await assert.rejects(
      client.acquireTokenForClient({ scopes }),
      { code: 'ERR_TOKEN_REPLY_MALFORMED' },
      JSON.stringify(member).slice(0, 80),
    );
  }
});

test('bodies that are not one strict JSON object of bounded size', async () => {
  const json = { 'content-type': 'application/json' };
  const replies = [
    { body: '{"token_type":"Bearer","token_type":"pop","access_token":"x","expires_in":1}', headers: json },
    { body: '[]', headers: json },
    { body: '{', headers: json },
    { body: '', headers: json },
    { body: '{"token_type":"Bearer","access_token":"x","expires_in":1}', headers: { 'content-type': 'text/plain' } },
    { body: '{"token_type":"Bearer","access_token":"x","expires_in":1}' },
    { body: ' '.repeat(300_000), headers: json },
  ];
  for (const reply of replies) {
    const { client, sts } = createBench();
    sts.behaviour = { reply };
    await assert.rejects(client.acquireTokenForClient({ scopes }), { code: 'ERR_TOKEN_REPLY_MALFORMED' });
  }
});

test('numbers written as text are read, and a refresh_in that makes no sense is passed over', async () => {
  const { client, sts, clock } = createBench();
  sts.behaviour = { members: { expires_in: '3599', refresh_in: 'soon' } };
  const token = await client.acquireTokenForClient({ scopes });
  assert.equal(token.expiresOn.getTime(), clock() + 3_599_000);
  assert.equal(token.refreshOn.getTime(), clock() + 3_299_000);
});

test('a redirect from the token endpoint is not followed and not a token', async () => {
  const { client, sts } = createBench();
  sts.behaviour = { reply: { status: 307, headers: { location: 'https://evil.example/token' } } };
  await assert.rejects(client.acquireTokenForClient({ scopes }), { code: 'ERR_TOKEN_REQUEST_REFUSED', status: 307 });
  assert.equal(sts.tokenRequests()[0]?.request.redirect, 'manual');
  assert.equal(sts.transport.requests.length, 2);
});
