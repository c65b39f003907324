import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { tokenVaultContract } from '@holdfast/testing';
import { createLastingVault } from '../../src/vault/lasting-vault.ts';
import { createMemoryVault } from '../../src/vault/record-vault.ts';
import type { TokenVault } from '../../src/vault/token-vault.ts';
import { adaPlace, codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

/** Storage whose verbs fail when they are told to, as a full disk or a private window does; before or after the work is done. */
function createFailingVault(): TokenVault & { fail: ReadonlySet<string>; stall: boolean } {
  const vault = createMemoryVault();
  const state = { fail: new Set<string>() as ReadonlySet<string>, stall: false };
  const guarded = Object.fromEntries(
    Object.entries(vault).map(([name, verb]) => [
      name,
      async (...given: unknown[]) => {
        if (state.stall) return new Promise(() => undefined);
        if (state.fail.has(name)) throw new DOMException('no room', 'QuotaExceededError');
        const result = await (verb as (...values: unknown[]) => Promise<unknown>)(...given);
        if (state.fail.has(`after ${name}`)) throw new DOMException('gone', 'AbortError');
        return result;
      },
    ]),
  );
  return Object.assign(state, guarded as unknown as TokenVault);
}

tokenVaultContract('lasting', async () =>
  createLastingVault({ lasting: createMemoryVault(), memory: createMemoryVault(), emit: () => {}, timeoutMs: 1000 }),
);
tokenVaultContract('lasting, whose storage does not work', async () => {
  const lasting = createFailingVault();
  lasting.fail = new Set(Object.keys(lasting));
  return createLastingVault({ lasting, memory: createMemoryVault(), emit: () => {}, timeoutMs: 1000 });
});

describe('storage that fails', () => {
  let bench: TokenBench;
  let lasting: ReturnType<typeof createFailingVault>;
  const operations: string[] = [];
  beforeEach(() => {
    operations.length = 0;
    lasting = createFailingVault();
    const vault = createLastingVault({
      lasting,
      memory: createMemoryVault(),
      emit: ({ operation }) => void operations.push(operation),
      timeoutMs: 50,
    });
    bench = createTokenBench({ vault });
  });
  afterEach(() => bench.closeAll());

  it('at the first sign-in: token and key live in memory, and it is told once', async () => {
    lasting.fail = new Set(Object.keys(lasting));
    const page = bench.open();
    const { bindingThumbprint } = await page.finish(codeAnswer());
    const { result, usable } = await page.acquire({ scopes });
    assert.deepEqual([usable.signer?.thumbprint, result.tokenSource], [bindingThumbprint, 'memory']);
    await page.acquire({ scopes: ['api://mail/read'] });
    assert.deepEqual(operations, ['write', 'read']);
    assert.equal(bench.endpoint.reuses, 0);
  });

  for (const when of ['replace', 'after replace']) {
    it(`at ${when}: the new token has the new key, and the refresh token that was used stays nowhere`, async () => {
      const page = bench.open();
      const { bindingThumbprint } = await page.finish(codeAnswer());
      lasting.fail = new Set([when]);
      const { result, usable } = await page.acquire({ scopes, forceRefresh: true });
      assert.equal(result.tokenType, 'pop');
      assert.notEqual(result.bindingThumbprint, bindingThumbprint);
      assert.equal(usable.signer?.thumbprint, result.bindingThumbprint);
      assert.equal(await lasting.session(adaPlace), undefined);
      assert.equal(await lasting.token(adaPlace), undefined);
      // The next refresh takes the refresh token that is in memory, and moves all of it back.
      lasting.fail = new Set();
      await page.acquire({ scopes, forceRefresh: true });
      assert.equal(bench.endpoint.reuses, 0);
      assert.ok((await lasting.session(adaPlace)) !== undefined);
      assert.equal((await bench.open().acquire({ scopes })).result.tokenSource, 'vault');
    });
  }

  it('to answer at all: the page goes on when time is up', async () => {
    lasting.stall = true;
    const page = bench.open();
    await page.finish(codeAnswer());
    assert.equal((await page.acquire({ scopes })).result.tokenSource, 'memory');
    assert.ok(operations.includes('write'));
  });

  it('to remove at a sign-out: memory forgets, and it is told', async () => {
    const page = bench.open();
    const { account } = await page.finish(codeAnswer());
    lasting.fail = new Set(['signOut']);
    await page.forget([account]);
    assert.deepEqual(operations, ['write']);
  });
});
