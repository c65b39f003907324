import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSigningKey } from '@holdfast/core';
import type { ClientTokenRequest } from '../../src/acquire/token-request.ts';
import { createBench, scopes } from '../sts/make-client.ts';
import { otherTenant } from '../sts/scripted-sts.ts';

const one = await generateSigningKey({ alg: 'RS256' });
const other = await generateSigningKey();
const pop = { scopes, authenticationScheme: 'pop' } as const;

/** Requests for different tokens. */
const different: readonly ClientTokenRequest[] = [
  { scopes },
  { scopes, tenantId: otherTenant },
  { scopes: ['https://graph.example/.default'] },
  { scopes: [...scopes, 'https://graph.example/.default'] },
  pop,
  { ...pop, tenantId: otherTenant },
  { ...pop, confirmation: 'jwk' },
  { ...pop, keyId: 'one', jwk: { ...one.jwk } },
  { ...pop, keyId: 'another label', jwk: { ...one.jwk } },
  { ...pop, keyId: 'one', jwk: { ...one.jwk, kid: 'one' } },
  { ...pop, keyId: 'one', jwk: ` ${JSON.stringify(one.jwk)}` },
  { ...pop, keyId: 'one', jwk: { ...other.jwk } },
];

test('requests for different tokens never share an entry, and equal ones always do', async () => {
  const { client, sts } = createBench();
  const tokens: string[] = [];
  for (const request of different) {
    const { accessToken, fromCache } = await client.acquireTokenForClient(request);
    assert.equal(fromCache, false, JSON.stringify(request));
    tokens.push(accessToken);
  }
  assert.equal(new Set(tokens).size, different.length);
  for (const [index, request] of different.entries()) {
    const { accessToken, fromCache } = await client.acquireTokenForClient(request);
    assert.equal(fromCache, true);
    assert.equal(accessToken, tokens[index]);
  }
  assert.equal(sts.tokenRequests().length, different.length);
});

test('the same holds for callers at the same time', async () => {
  const { client, sts } = createBench();
  const wave = [...different, ...different].map((request) => client.acquireTokenForClient(request));
  const tokens = (await Promise.all(wave)).map(({ accessToken }) => accessToken);
  assert.deepEqual(tokens.slice(0, different.length), tokens.slice(different.length));
  assert.equal(new Set(tokens).size, different.length);
  assert.equal(sts.tokenRequests().length, different.length);
});

test('how a request is spelled does not matter', async () => {
  const { client, sts } = createBench();
  const tenantId = otherTenant.toUpperCase();
  await client.acquireTokenForClient({ ...pop, tenantId: otherTenant });
  const again = await client.acquireTokenForClient({ scopes: [...scopes, ...scopes], protocolScheme: 'POP', tenantId });
  assert.equal(again.fromCache, true);
  assert.equal(sts.tokenRequests().length, 1);
});
