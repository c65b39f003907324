import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBase64url, encodeUtf8, type JsonObject, parseCnf, parseReqCnf, sha256Hex } from '@holdfast/core';
import type { ClientTokenRequest, TokenResult } from '@holdfast/oauth';
import { createGate, type RecordedRequest } from '@holdfast/testing';
import { createBench, scopes, until } from '../sts/make-client.ts';
import { otherTenant, tenant } from '../sts/scripted-sts.ts';

/** What a token of {@link answer} says about the request that it was made for. */
interface Asked {
  readonly tenant: string;
  readonly scope: string | null;
  readonly claims: string | null;
  readonly cnf?: object;
}

const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)));

/** Answers with a token that tells which request it answers, bound as that request asked. */
function answer({ form, url }: RecordedRequest): JsonObject {
  const reqCnf = form.get('req_cnf');
  const key = reqCnf === null ? undefined : (JSON.parse(Buffer.from(reqCnf, 'base64url').toString()) as JsonObject);
  const asked: Asked = {
    tenant: url.pathname.split('/')[1] ?? '',
    scope: form.get('scope'),
    claims: form.get('claims'),
    ...(key === undefined ? {} : { cnf: 'kty' in key ? { jwk: key } : key }),
  };
  const accessToken = `${part({ alg: 'RS256' })}.${part(asked)}.AAAA`;
  return { token_type: form.get('token_type') ?? 'Bearer', expires_in: 3600, access_token: accessToken };
}

function readAsked({ accessToken }: TokenResult): Asked {
  return JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as Asked;
}

test('catalogue 24: callers who ask at the same time each get the token they asked for', async () => {
  const { client, sts } = createBench({ proofKeys: { perTenant: true } });
  const gate = createGate();
  sts.behaviour = { reply: (request) => ({ json: answer(request), after: gate.opened }) };
  const claims = { access_token: { nbf: { essential: true } } };
  const wishes: readonly ClientTokenRequest[] = [
    { scopes },
    { scopes, claims },
    { scopes, tenantId: otherTenant },
    { scopes: ['api://orders/.default', 'api://x/.default'] },
    { scopes: ['api://graph/.default'] },
    { scopes, authenticationScheme: 'pop' },
    { scopes, authenticationScheme: 'pop', confirmation: 'jwk' },
    { scopes, authenticationScheme: 'pop', tenantId: otherTenant },
  ];
  const waiting = [...wishes, ...wishes].map((wish) => client.acquireTokenForClient(wish));
  await until(() => sts.tokenRequests().length === wishes.length);
  gate.open();
  const results = await Promise.all(waiting);
  assert.equal(sts.tokenRequests().length, wishes.length);
  const thumbprints = new Set<string | undefined>();
  for (const [index, result] of results.entries()) {
    const wish = wishes[index % wishes.length] ?? assert.fail('no wish');
    const asked = readAsked(result);
    assert.equal(asked.tenant, wish.tenantId ?? tenant);
    assert.equal(asked.scope, wish.scopes.join(' '));
    assert.equal(asked.claims, wish.claims === undefined ? null : JSON.stringify(claims));
    const isBound = wish.authenticationScheme === 'pop';
    assert.equal(result.tokenType, isBound ? 'pop' : 'Bearer');
    assert.equal(isBound ? (await parseCnf(asked.cnf)).key?.thumbprint : asked.cnf, result.bindingThumbprint);
    assert.equal(isBound && 'jwk' in (asked.cnf ?? {}), wish.confirmation === 'jwk');
    thumbprints.add(result.bindingThumbprint);
    // And so it is kept: who asks later finds the answer to his own question.
    const later = readAsked(await client.acquireTokenForClient({ ...wish, claims: undefined }));
    assert.deepEqual({ ...later, claims: asked.claims }, asked);
  }
  assert.equal(sts.tokenRequests().length, wishes.length);
  assert.equal(thumbprints.size, 3, 'unbound, and a key of its own for each tenant');
});

test('weakness W10: a bearer token in the place of a bound one is an error, and is not cached', async () => {
  const { client, sts } = createBench();
  const pop = { scopes, authenticationScheme: 'pop' } as const;
  for (const token_type of ['Bearer', 'bearer', 'POP', 'mtls_pop', undefined]) {
    sts.behaviour = { members: { token_type } };
    await assert.rejects(client.acquireTokenForClient(pop), { code: 'ERR_TOKEN_TYPE_DOWNGRADED' }, token_type);
  }
  // The label of a bound token on a token that anybody may use.
  for (const claims of [{ cnf: undefined }, { cnf: {} }, { cnf: { 'x5t#S256': 'A'.repeat(43) } }]) {
    sts.behaviour = { claims };
    await assert.rejects(client.acquireTokenForClient(pop), { code: 'ERR_TOKEN_NOT_BOUND' });
  }
  sts.behaviour = {};
  const token = await client.acquireTokenForClient(pop);
  assert.equal(token.fromCache, false);
  const { form } = sts.tokenRequests().at(-1) ?? assert.fail('no request');
  assert.equal(form.get('token_type'), 'pop');
  assert.equal((await parseReqCnf(form.get('req_cnf') ?? '')).thumbprint, token.bindingThumbprint);
  // A word that is not known never becomes bearer either.
  await assert.rejects(client.acquireTokenForClient({ scopes, authenticationScheme: 'popp' }), {
    code: 'ERR_SCHEME_UNKNOWN',
  });
});

test('weakness W11: a token is kept under what was asked, whatever resource or scope the reply names', async () => {
  const { client, sts } = createBench();
  sts.behaviour = { members: { scope: 'api://other/.default', resource: 'api://other' } };
  const first = await client.acquireTokenForClient({ scopes });
  assert.deepEqual(first.scopes, ['api://other/.default']);
  assert.equal((await client.acquireTokenForClient({ scopes })).fromCache, true);
  assert.equal((await client.acquireTokenForClient({ scopes: ['api://other/.default'] })).fromCache, false);
  assert.equal(sts.tokenRequests().length, 2);
  // So a refused token is found again by its hash, and replaced.
  const accessTokenSha256ToRefresh = await sha256Hex(first.accessToken);
  const renewed = await client.acquireTokenForClient({ scopes, accessTokenSha256ToRefresh });
  assert.equal(renewed.refreshReason, 'token-hash');
  assert.notEqual(renewed.accessToken, first.accessToken);
  assert.equal((await client.acquireTokenForClient({ scopes })).accessToken, renewed.accessToken);
});
