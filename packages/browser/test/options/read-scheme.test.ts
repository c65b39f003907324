import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { readOptions } from '../../src/options/read-options.ts';
import { readScheme } from '../../src/options/read-scheme.ts';
import { clientId, origin, refusedWith } from '../fixtures/test-authority.ts';
import { codeAnswer, createTokenBench, scopes } from '../fixtures/token-bench.ts';

const polluted = Object.prototype as { authenticationScheme?: string };

describe('the scheme that options ask for', () => {
  afterEach(() => {
    delete polluted.authenticationScheme;
  });

  it('is what they say, in any letter case that is known, and else the default', () => {
    assert.equal(readScheme({ authenticationScheme: 'Bearer' }, 'pop'), 'bearer');
    assert.equal(readScheme({ authenticationScheme: 'POP' }, 'bearer'), 'pop');
    for (const options of [{}, { authenticationScheme: undefined }]) assert.equal(readScheme(options, 'pop'), 'pop');
    assert.throws(() => readScheme({ authenticationScheme: 'mtls_pop' }, 'pop'), refusedWith('ERR_SCHEME_UNAVAILABLE'));
  });

  it('is none that every object has inherited: a polluted prototype makes no bearer tokens', async () => {
    const bench = createTokenBench();
    const page = bench.open();
    await page.finish(codeAnswer());
    polluted.authenticationScheme = 'bearer';
    try {
      assert.equal(readOptions({ clientId, authority: `${origin}/common`, redirectUri: origin }).scheme, 'pop');
      assert.equal((await page.acquire({ scopes })).result.tokenType, 'pop');
      assert.equal((await page.acquire({ scopes: ['api://orders/write'] })).result.tokenType, 'pop');
      assert.equal(bench.asked().at(-1)?.form.get('token_type'), 'pop');
    } finally {
      bench.closeAll();
    }
  });
});
