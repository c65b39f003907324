import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { signCompactJws } from '@holdfast/core';
import { createGate, until } from '@holdfast/testing';
import type { SessionRecord, TokenRecord } from '../../src/vault/token-vault.ts';
import { clientId, keys, tenantId } from '../fixtures/test-authority.ts';
import { adaPlace, codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

// The same as `hostile-storage.page.ts` does in real browsers, as far as no browser is needed: for the table of mutations.
let bench: TokenBench;
beforeEach(() => {
  bench = createTokenBench();
});
afterEach(() => bench.closeAll());

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
const pair = (extractable = false) => crypto.subtle.generateKey(ecdsa, extractable, ['sign', 'verify']);

type Change = (record: TokenRecord & { readonly thumbprint: string }) => object | Promise<object>;

async function plant(change: Change): Promise<string> {
  const { bindingThumbprint = '' } = await bench.open().finish(codeAnswer());
  const session = (await bench.vault.session(adaPlace)) as SessionRecord;
  const record = (await bench.vault.token(adaPlace)) as TokenRecord;
  const changed = await change({ ...record, thumbprint: bindingThumbprint });
  await bench.vault.signIn(adaPlace, { session, token: { ...record, ...changed } });
  return bindingThumbprint;
}

async function isThrownAway(change: Change): Promise<void> {
  const planted = await plant(change);
  const { result } = await bench.open().acquire({ scopes });
  assert.deepEqual([result.tokenType, result.tokenSource], ['pop', 'network']);
  assert.notEqual(result.bindingThumbprint, planted);
  assert.ok(bench.events.some(({ name }) => name === 'vault.record-refused'));
}

/** Puts another token in the place of a bearer token that is taken from storage as it is. */
async function isNoBearerToken(change: (bound: string) => string | Promise<string>): Promise<void> {
  const page = bench.open();
  const { accessToken: bound } = await page.finish(codeAnswer());
  const request = { scopes, authenticationScheme: 'bearer' } as const;
  await page.finish(codeAnswer(request));
  const place = { ...adaPlace, token: adaPlace.token.replace('pop', 'bearer') };
  const session = (await bench.vault.session(place)) as SessionRecord;
  const record = (await bench.vault.token(place)) as TokenRecord;
  assert.equal((await bench.open().acquire(request)).result.tokenSource, 'vault');
  const accessToken = await change(bound);
  await bench.vault.signIn(place, { session, token: { ...record, accessToken } });
  const { result } = await bench.open().acquire(request);
  assert.equal(result.tokenSource, 'network');
  assert.notEqual(result.accessToken, accessToken);
}

const token = (claims: object) =>
  signCompactJws({ header: { typ: 'JWT', kid: 'rs' }, payload: { ...claims }, key: keys.rs256 });
const own = { oid: 'oid of ada', tid: tenantId, azp: clientId };

describe('what storage says of a token is thrown away', () => {
  it('where the key can be exported, although the token is bound to it', () =>
    isThrownAway(async () => {
      const keyPair = await pair(true);
      const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', keyPair.publicKey);
      const text = new TextEncoder().encode(JSON.stringify({ crv, kty, x, y }));
      const kid = Buffer.from(await crypto.subtle.digest('SHA-256', text)).toString('base64url');
      return { keyPair, accessToken: await token({ ...own, cnf: { kid } }) };
    }));

  it('where the token is bound to another key', () => isThrownAway(async () => ({ keyPair: await pair() })));

  it('where the token is bound to nothing', () => isThrownAway(async () => ({ accessToken: await token(own) })));

  it('where a bearer record lies in the place of a bound one', () =>
    isThrownAway(() => ({ scheme: 'bearer', keyPair: undefined })));

  it('where a bound record lies in the place of a bearer one', async () => {
    const page = bench.open();
    await page.finish(codeAnswer());
    const session = (await bench.vault.session(adaPlace)) as SessionRecord;
    const record = (await bench.vault.token(adaPlace)) as TokenRecord;
    const place = { ...adaPlace, token: adaPlace.token.replace('pop', 'bearer') };
    // Nothing in the token says that it is bound, as in one that is encrypted: only the record does.
    await bench.vault.signIn(place, { session, token: { ...record, accessToken: await token(own) } });
    const { result } = await bench.open().acquire({ scopes, authenticationScheme: 'bearer' });
    assert.deepEqual([result.tokenType, result.tokenSource], ['Bearer', 'network']);
  });

  it('where a token that was bound to a key lies in the place of a bearer one', () =>
    isNoBearerToken((bound) => bound));

  it('where a bearer token is of another person', () => isNoBearerToken(() => token({ ...own, oid: 'oid of eve' })));

  it('where a bearer token is of another application', () => isNoBearerToken(() => token({ ...own, azp: 'other' })));

  it('where the token is of another person', () =>
    isThrownAway(async ({ thumbprint: kid }) => ({
      accessToken: await token({ ...own, oid: 'oid of eve', cnf: { kid } }),
    })));

  it('where the token is of another application', () =>
    isThrownAway(async ({ thumbprint: kid }) => ({
      accessToken: await token({ ...own, azp: 'other', cnf: { kid } }),
    })));

  it('where it says that it was issued in the future', () =>
    isThrownAway(({ issuedAt }) => ({ issuedAt: issuedAt + 3600, expiresAt: issuedAt + 7200 })));

  it('and the tamperer has not lost the right one: a record that fits is taken', async () => {
    const planted = await plant(async ({ thumbprint: kid }) => ({
      accessToken: await token({ ...own, cnf: { kid } }),
    }));
    const { result } = await bench.open().acquire({ scopes });
    assert.deepEqual([result.tokenSource, result.bindingThumbprint], ['vault', planted]);
  });
});

describe('what storage says of a session', () => {
  it('is nobody’s where it lies in the place of another person’s', async () => {
    const page = bench.open();
    await page.finish(codeAnswer());
    await page.acquire({ scopes });
    const { account } = (await bench.vault.session(adaPlace)) as SessionRecord;
    const record = (await bench.vault.token(adaPlace)) as TokenRecord;
    const session = { account: { ...account, homeAccountId: 'eve.tenant' }, refreshToken: 'refresh token 1' };
    await bench.vault.signIn(adaPlace, { session, token: record });
    await assert.rejects(page.acquire({ scopes: ['api://mail/read'] }), { reason: 'no_account' });
    assert.equal(bench.asked().length, 1);
  });
});

describe('signing out', () => {
  it('wins over a refresh that is on its way', async () => {
    const page = bench.open();
    const { account } = await page.finish(codeAnswer());
    const gate = createGate();
    bench.endpoint.next({ after: gate.opened });
    const call = page.acquire({ scopes, forceRefresh: true });
    await until(() => bench.asked().length === 2);
    await page.forget([account]);
    gate.open();
    await assert.rejects(call, { reason: 'no_account' });
    assert.equal(await bench.vault.token(adaPlace), undefined);
    await assert.rejects(page.acquire({ scopes }), { reason: 'no_account' });
  });
});
