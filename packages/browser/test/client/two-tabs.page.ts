/** Two tabs of one browser: one storage, one set of locks, one refresh token that is good once. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createGate, until } from '@holdfast/testing';
import type { BrowserEvent } from '../../src/events/browser-event.ts';
import { createLocks } from '../../src/locks/locks.ts';
import { createIndexedDbVault } from '../../src/vault/record-vault.ts';
import { adaPlace, codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

let count = 0;
/** Declares a test; each of its pages has its own connection to the database, as tabs have. */
function inTabs(what: string, work: (bench: TokenBench, open: () => ReturnType<TokenBench['open']>) => Promise<void>) {
  it(what, async () => {
    count += 1;
    const name = `tabs ${count}`;
    const bench = createTokenBench({ vault: createIndexedDbVault(name), locks: createLocks() });
    const open = () => bench.open({ vault: createIndexedDbVault(name), locks: createLocks() });
    await work(bench, open).finally(bench.closeAll);
  });
}

describe('two tabs', () => {
  inTabs('refresh at once: one request, and both have the same token', async (bench, open) => {
    const [one, two] = [open(), open()];
    await one.finish(codeAnswer());
    await two.acquire({ scopes });
    bench.clock.advance(4000);
    const gate = createGate();
    bench.endpoint.next({ after: gate.opened });
    const calls = [one, two, one, two].map((tab) => tab.acquire({ scopes }));
    await until(() => bench.asked().length === 2);
    gate.open();
    const tokens = (await Promise.all(calls)).map(({ result }) => result.accessToken);
    assert.equal(new Set(tokens).size, 1);
    assert.deepEqual([bench.asked().length, bench.endpoint.reuses], [2, 0]);
  });

  inTabs('ask for two tokens at once: one after the other, and no refresh token is used twice', async (bench, open) => {
    const tabs = [open(), open(), open()];
    await tabs[0]?.finish(codeAnswer());
    const call = (tab: (typeof tabs)[0], index: number) =>
      [1, 2, 3].map((number) => tab.acquire({ scopes: [`api://orders/${index}${number}`] }));
    const results = await Promise.all(tabs.flatMap(call));
    assert.equal(new Set(results.map(({ result }) => result.bindingThumbprint)).size, 9);
    assert.deepEqual([bench.asked().length, bench.endpoint.reuses], [10, 0]);
  });

  inTabs('one refreshes while the other signs: the other signs on with the pair that it has', async (bench, open) => {
    const [one, two] = [open(), open()];
    const { bindingThumbprint } = await one.finish(codeAnswer());
    const held = await two.acquire({ scopes });
    const { result: fresh } = await one.acquire({ scopes, forceRefresh: true });
    assert.notEqual(fresh.bindingThumbprint, bindingThumbprint);
    const proof = await two.sign(held.usable, { request: { method: 'GET', url: 'https://api.example/orders' } });
    const payload = JSON.parse(atob((proof.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')));
    assert.equal(payload.at, held.result.accessToken);
    assert.equal((await two.acquire({ scopes })).result.accessToken, held.result.accessToken);
    assert.equal((await open().acquire({ scopes })).result.accessToken, fresh.accessToken);
    assert.equal(bench.asked().length, 2);
  });

  inTabs('one signs out while the other refreshes: nothing comes back', async (bench, open) => {
    const [one, two] = [open(), open()];
    const { account } = await one.finish(codeAnswer());
    const gate = createGate();
    bench.endpoint.next({ after: gate.opened });
    const call = two.acquire({ scopes, forceRefresh: true });
    await until(() => bench.asked().length === 2);
    await one.forget([account]);
    gate.open();
    await assert.rejects(call, { code: 'ERR_INTERACTION_REQUIRED', reason: 'no_account' });
    assert.deepEqual(await bench.vault.sessions(adaPlace.partition), []);
    assert.equal(await bench.vault.token(adaPlace), undefined);
    for (const tab of [one, two, open()]) await assert.rejects(tab.acquire({ scopes }), { reason: 'no_account' });
  });

  inTabs('one signs out: the other forgets what it holds, and says so', async (bench, open) => {
    const [one, two] = [open(), open()];
    const { account } = await one.finish(codeAnswer());
    await two.acquire({ scopes });
    bench.events.length = 0;
    await one.forget([account]);
    const heard = ({ name, ...event }: BrowserEvent): boolean =>
      name === 'accounts.changed' && (event as { readonly elsewhere?: boolean }).elsewhere === true;
    await until(() => bench.events.some(heard));
    await assert.rejects(two.acquire({ scopes }), { reason: 'no_account' });
    assert.deepEqual(await two.book.list(), []);
  });

  inTabs('news that somebody made up signs nobody out, and nobody in', async (bench, open) => {
    const page = open();
    const { accessToken } = await page.finish(codeAnswer());
    const channel = new BroadcastChannel(`holdfast.accounts.${adaPlace.partition}`);
    for (const data of ['signed-out', 'signed-in', null, 42, { change: 'signed-out' }, 'x'.repeat(1_000_000)]) {
      channel.postMessage(data);
    }
    await until(() => bench.events.filter(({ name }) => name === 'accounts.changed').length >= 3);
    channel.close();
    const { result } = await page.acquire({ scopes });
    assert.deepEqual([result.accessToken, result.tokenSource], [accessToken, 'vault']);
    assert.equal((await page.book.list()).length, 1);
  });

  inTabs('a tab that holds the lock for ever delays the other until its time is up', async (bench, open) => {
    await open().finish(codeAnswer());
    const gate = createGate();
    const name = `holdfast ${adaPlace.partition} ${adaPlace.session}`;
    const held = navigator.locks.request(name, () => gate.opened);
    const page = bench.open({ locks: createLocks(), settings: { timeoutMs: 1500 } });
    await assert.rejects(page.acquire({ scopes, forceRefresh: true }), { code: 'ERR_TOKEN_ENDPOINT_TIMEOUT' });
    gate.open();
    await held;
    await page.acquire({ scopes, forceRefresh: true });
    assert.equal(bench.endpoint.reuses, 0);
  });
});
