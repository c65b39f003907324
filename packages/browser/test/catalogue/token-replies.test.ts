import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { generateSigningKey } from '@holdfast/core';
import { refusedWith } from '../fixtures/test-authority.ts';
import { adaPlace, codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

let bench: TokenBench;
beforeEach(() => {
  bench = createTokenBench();
});
afterEach(() => bench.closeAll());

const other = await generateSigningKey({ alg: 'ES256' });
const certificate = { 'x5t#S256': other.thumbprint };

// Everything that is weaker than what was asked for, or bound to somebody else.
const refused = {
  'token_type Bearer': ['ERR_TOKEN_TYPE_DOWNGRADED', { reply: { token_type: 'Bearer' } }],
  'token_type PoP': ['ERR_TOKEN_TYPE_DOWNGRADED', { reply: { token_type: 'PoP' } }],
  'token_type DPoP': ['ERR_TOKEN_TYPE_DOWNGRADED', { reply: { token_type: 'DPoP' } }],
  'no token_type': ['ERR_TOKEN_TYPE_DOWNGRADED', { reply: { token_type: undefined } }],
  'token_type as a list': ['ERR_TOKEN_TYPE_DOWNGRADED', { reply: { token_type: ['pop'] } }],
  'no cnf': ['ERR_TOKEN_NOT_BOUND', { token: { cnf: undefined } }],
  'cnf of another key': ['ERR_TOKEN_NOT_BOUND', { token: { cnf: { kid: other.thumbprint } } }],
  'cnf of a certificate': ['ERR_TOKEN_NOT_BOUND', { token: { cnf: certificate } }],
  'an empty cnf': ['ERR_TOKEN_NOT_BOUND', { token: { cnf: {} } }],
  'cnf as text': ['ERR_TOKEN_NOT_BOUND', { token: { cnf: other.thumbprint } }],
  'an opaque token': ['ERR_TOKEN_NOT_BOUND', { reply: { access_token: 'opaque' } }],
  'a token that nobody signed': ['ERR_TOKEN_NOT_BOUND', { reply: { access_token: 'eyJhbGciOiJub25lIn0.e30.AA' } }],
  'no access token': ['ERR_TOKEN_REPLY_MALFORMED', { reply: { access_token: undefined } }],
  'a token with a line break': ['ERR_TOKEN_REPLY_MALFORMED', { reply: { access_token: 'a.b.c\r\nx: y' } }],
  'no lifetime': ['ERR_TOKEN_REPLY_MALFORMED', { reply: { expires_in: undefined } }],
  'a lifetime of nothing': ['ERR_TOKEN_REPLY_MALFORMED', { reply: { expires_in: 0 } }],
} as const;

for (const grant of ['authorization_code', 'refresh_token'] as const) {
  describe(`a reply to ${grant} is thrown away`, () => {
    for (const [name, [code, wishes]] of Object.entries(refused)) {
      it(`with ${name}`, async () => {
        const page = bench.open();
        if (grant === 'refresh_token') await page.finish(codeAnswer());
        const before = await bench.vault.token(adaPlace);
        bench.endpoint.next(wishes);
        const call =
          grant === 'refresh_token' ? page.acquire({ scopes, forceRefresh: true }) : page.finish(codeAnswer());
        await assert.rejects(call, refusedWith(code));
        assert.equal(await bench.vault.token(adaPlace), before);
      });
    }
  });
}

describe('a token of another scheme is never given', () => {
  it('a bearer token in memory and storage is not given for pop, nor the other way', async () => {
    const page = bench.open();
    await page.finish(codeAnswer({ scopes, authenticationScheme: 'bearer' }));
    const { result } = await page.acquire({ scopes });
    assert.deepEqual([result.tokenType, result.tokenSource], ['pop', 'network']);
    const { result: bearer } = await page.acquire({ scopes, authenticationScheme: 'bearer' });
    assert.deepEqual([bearer.tokenType, bearer.tokenSource], ['Bearer', 'memory']);
  });

  it('a token that is bound to a key of the page is not given for ours, and not signed', async () => {
    const page = bench.open();
    await page.finish(codeAnswer({ scopes, popKid: other.thumbprint }));
    const { result, usable } = await page.acquire({ scopes, popKid: other.thumbprint });
    assert.equal(result.bindingThumbprint, other.thumbprint);
    await assert.rejects(
      page.sign(usable, { request: { method: 'GET', url: 'https://api.example/' } }),
      refusedWith('ERR_PROOF_KEY_UNKNOWN'),
    );
    assert.notEqual((await page.acquire({ scopes })).result.bindingThumbprint, other.thumbprint);
  });
});
