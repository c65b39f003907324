import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTokenMemory } from '../../src/acquire/token-memory.ts';
import { type AskingModule, createAskingLoader } from '../../src/asking/load-asking.ts';
import { loadLateHalf } from '../../src/client/load-late-half.ts';
import { createMemoryVault } from '../../src/vault/record-vault.ts';
import { createBench } from '../fixtures/test-authority.ts';

const gone = new TypeError('Failed to fetch dynamically imported module');

function open(load: () => Promise<AskingModule> = loadLateHalf, timeoutMs = 10_000) {
  const { settings, transport } = createBench();
  const vault = createMemoryVault();
  const parts = { settings: { ...settings, timeoutMs }, vault, memory: createTokenMemory() };
  return { ask: createAskingLoader(parts, load), transport };
}

describe('what is loaded late', () => {
  it('is loaded at the first use, once for all who wait, and asks nobody by that', async () => {
    let loads = 0;
    const { ask, transport } = open(() => {
      loads += 1;
      return loadLateHalf();
    });
    assert.equal(loads, 0);
    const [one, two] = await Promise.all([ask(), ask()]);
    assert.equal(one, two);
    assert.equal(await ask(), one);
    assert.deepEqual([loads, transport.requests.length], [1, 0]);
  });

  it('is there, with all of its parts', async () => {
    const { tokens, interaction, endSession } = await open().ask();
    assert.deepEqual(
      [typeof tokens.fetchToken, typeof interaction.leave, typeof endSession],
      ['function', 'function', 'function'],
    );
  });

  it('that is gone is an error with a mend, for all who wait, and is tried again', async () => {
    const modules = [gone, gone, undefined];
    const { ask } = open(async () => {
      const failure = modules.shift();
      if (failure !== undefined) throw failure;
      return loadLateHalf();
    });
    const refused = { name: 'ModuleUnavailable', code: 'ERR_MODULE_UNAVAILABLE', cause: gone };
    const both = await Promise.allSettled([ask(), ask()]);
    for (const { status } of both) assert.equal(status, 'rejected');
    await assert.rejects(ask(), refused);
    assert.equal(typeof (await ask()).endSession, 'function');
  });

  it('that never comes holds nobody for longer than a question to the authority', async () => {
    const { ask } = open(() => new Promise(() => undefined), 20);
    await assert.rejects(ask(), { code: 'ERR_MODULE_UNAVAILABLE' });
  });
});
