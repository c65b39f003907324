import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { InteractionRequired } from '../../src/errors/interaction-required.ts';
import { idTokenClaims, signIdToken, tenantId } from '../fixtures/test-authority.ts';
import { adaPlace, codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

let bench: TokenBench;
beforeEach(() => {
  bench = createTokenBench();
});
afterEach(() => bench.closeAll());

/** Refreshes with a refresh token whose answers say this, and tells whether it was thrown away. */
async function isThrownAway(reply: object): Promise<void> {
  const page = bench.open();
  await page.finish(codeAnswer());
  const before = await bench.vault.token(adaPlace);
  bench.endpoint.next({ reply });
  await assert.rejects(page.acquire({ scopes, forceRefresh: true }), InteractionRequired);
  const { refreshToken } = (await bench.vault.session(adaPlace)) as { readonly refreshToken?: string };
  assert.equal(refreshToken, undefined);
  assert.equal(await bench.vault.token(adaPlace), before);
  assert.ok(bench.events.some((event) => event.name === 'vault.record-refused' && event.reason === 'owner'));
  assert.equal((await page.acquire({ scopes })).result.account.username, 'ada');
}

const idToken = (claims: object): Promise<string> =>
  signIdToken(idTokenClaims(bench.clock, { sub: 'ada', oid: 'oid of ada', nonce: undefined, ...claims }));

// OpenID Connect Core 1.0 section 12.2: iss and sub are those of the sign-in.
describe('a refresh token that another script left in storage', () => {
  it('is thrown away where the id_token names another person', async () =>
    isThrownAway({ id_token: await idToken({ sub: 'mallory' }) }));

  it('is thrown away where the id_token is of another issuer', async () =>
    isThrownAway({ id_token: await idToken({ iss: 'https://login.example/other/v2.0' }) }));

  it('is thrown away where client_info names another person, though the record was made to fit the rest', () =>
    isThrownAway({ client_info: btoa(JSON.stringify({ uid: 'mallory', utid: 'tenant' })) }));

  it('is none where the answer is about the same person, or says nothing of anybody', async () => {
    const page = bench.open();
    await page.finish(codeAnswer());
    bench.endpoint.next(
      { reply: { id_token: await idToken({ tid: tenantId }) } },
      { reply: { client_info: undefined } },
    );
    for (const _ of [1, 2]) {
      assert.equal((await page.acquire({ scopes, forceRefresh: true })).result.tokenSource, 'network');
    }
    assert.equal(bench.endpoint.reuses, 0);
  });
});
