import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Account } from '../../src/account/account.ts';
import type { TokenRecord } from '../../src/vault/token-vault.ts';
import { adaPlace, codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

let bench: TokenBench;
beforeEach(() => {
  bench = createTokenBench();
});
afterEach(() => bench.closeAll());

const idOf = ({ homeAccountId }: Account): string => homeAccountId;

describe('who leaves at a sign-out', () => {
  it('is who is named, else the one who is meant, else everybody', async () => {
    const page = bench.open();
    const { account: ada } = await page.finish(codeAnswer());
    assert.deepEqual((await page.book.leaving(undefined)).map(idOf), ['ada.tenant']);
    bench.endpoint.person = 'eve';
    const { account: eve } = await page.finish(codeAnswer());
    assert.deepEqual((await page.book.leaving(undefined)).map(idOf), ['ada.tenant', 'eve.tenant']);
    assert.deepEqual((await page.book.leaving(ada)).map(idOf), ['ada.tenant']);
    page.setActive(eve);
    assert.deepEqual((await page.book.leaving(undefined)).map(idOf), ['eve.tenant']);
  });

  it('leaves no token and no key behind where another script has spoilt the session', async () => {
    const page = bench.open();
    const { account } = await page.finish(codeAnswer({ scopes }));
    const token = (await bench.vault.token(adaPlace)) as TokenRecord;
    await bench.vault.signIn(adaPlace, { session: {} as never, token });
    const other = bench.open();
    assert.deepEqual(await other.book.list(), []);
    await other.forget(await other.book.leaving(account));
    assert.equal(await bench.vault.token(adaPlace), undefined);
  });
});
