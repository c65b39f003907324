import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  createSignedHttpRequest,
  generateSigningKey,
  type JsonObject,
  type SigningKey,
  signCompactJws,
} from '@holdfast/core';
import { createFakeClock } from '@holdfast/testing';
import type { Authenticated } from '../../src/authenticate/authenticated.ts';
import { createTokenValidator } from '../../src/authenticate/token-validator.ts';
import type { Requirements } from '../../src/permissions/requirements.ts';

const tenant = '8e1f9a0e-0000-4000-8000-5f2d3c4b5a69';
const issuer = `https://login.example/${tenant}/v2.0`;

async function setUp(rememberedTokens?: number) {
  const clock = createFakeClock();
  const published: { key: SigningKey } = { key: await generateSigningKey({ alg: 'RS256' }) };
  const proofKey = await generateSigningKey();
  let fetches = 0;
  const validator = createTokenValidator({
    issuers: [{ issuer, jwksUri: 'https://login.example/keys' }],
    audience: 'api://orders',
    origins: 'https://api.example',
    nonce: 'off',
    clock,
    rememberedTokens,
    transport: async () => {
      fetches += 1;
      return Response.json({ keys: [{ ...published.key.jwk, kid: 'one' }] });
    },
  });
  const mint = (more: JsonObject = {}, key = published.key) => {
    const now = Math.floor(clock() / 1000);
    const claims = { iss: issuer, aud: 'api://orders', iat: now, exp: now + 900, azp: 'client', roles: ['Read'] };
    const payload = { ...claims, cnf: { kid: proofKey.thumbprint }, ...more };
    return signCompactJws({ header: { typ: 'JWT', kid: 'one' }, key, payload });
  };
  const call = async (accessToken: string, requirements?: Requirements): Promise<Authenticated> => {
    const request = { method: 'GET', url: 'https://api.example/orders' };
    const proof = await createSignedHttpRequest({ accessToken, key: proofKey, request, clock });
    const headers = [['Authorization', `PoP ${proof}`]] as const;
    return validator.authenticate({ method: 'GET', target: '/orders', headers }, requirements);
  };
  return { clock, published, mint, call, fetches: () => fetches };
}

suite('remembered access tokens', () => {
  test('a remembered token still expires', async () => {
    const { clock, mint, call } = await setUp();
    const token = await mint();
    await call(token);
    await call(token);
    clock.advance(900 + 60);
    await assert.rejects(call(token), { code: 'ERR_TOKEN_EXPIRED' });
  });

  test('a remembered token does not outlive its signing key, not even under another key of the same kid', async () => {
    const { clock, published, mint, call, fetches } = await setUp();
    const token = await mint({ exp: Math.floor(Date.now() / 1000) + 100_000_000 });
    await call(token);
    await call(token);
    published.key = await generateSigningKey({ alg: 'RS256' });
    clock.advance(3_601);
    // The request that starts the refresh may still be served with the old set; once it is there, the old signature counts for nothing.
    await call(token).catch(() => undefined);
    for (let round = 0; fetches() < 2 && round < 100; round += 1) await new Promise((resolve) => setImmediate(resolve));
    await assert.rejects(call(token), { code: 'ERR_TOKEN_SIGNATURE' });
  });

  test('a token that differs in one character is another token', async () => {
    const { mint, call } = await setUp();
    const token = await mint();
    await call(token);
    const [header, payload, signature = ''] = token.split('.');
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    await assert.rejects(call(`${header}.${payload}.${flipped}`), { code: 'ERR_TOKEN_SIGNATURE' });
  });

  test('a token that was refused is not remembered as good', async () => {
    const { mint, call } = await setUp();
    const forged = await mint({}, await generateSigningKey({ alg: 'RS256' }));
    for (let round = 0; round < 3; round += 1) await assert.rejects(call(forged), { code: 'ERR_TOKEN_SIGNATURE' });
  });

  test('what one caller does to the claims is not seen by the next', async () => {
    const { mint, call } = await setUp();
    const token = await mint({ scp: 'read' });
    const { claims, scopes, roles } = await call(token);
    assert.throws(() => Object.assign(claims, { roles: ['Admin'] }), TypeError);
    assert.throws(() => (claims['roles'] as string[]).push('Admin'), TypeError);
    assert.throws(() => (roles as string[]).push('Admin'), TypeError);
    assert.throws(() => (scopes as string[]).push('admin'), TypeError);
    await assert.rejects(call(token, { requiredScopes: ['admin'] }), { code: 'ERR_PERMISSION_SCOPE' });
    const { scopes: next, roles: nextRoles } = await call(token);
    assert.deepEqual([next, nextRoles], [['read'], ['Read']]);
  });

  test('more tokens than are remembered are all verified, and so are all when none is remembered', async () => {
    for (const most of [0, 2]) {
      const { mint, call } = await setUp(most);
      const tokens = await Promise.all(['a', 'b', 'c', 'd'].map((sub) => mint({ sub })));
      for (const token of [...tokens, ...tokens]) assert.equal((await call(token)).binding.method, 'key');
    }
  });
});
