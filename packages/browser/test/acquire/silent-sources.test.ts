import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { settle } from '@holdfast/testing';
import { InteractionRequired } from '../../src/errors/interaction-required.ts';
import type { SignInRequest } from '../../src/request/sign-in-request.ts';
import type { SilentSource } from '../../src/request/token-request.ts';
import { codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

let bench: TokenBench;
let framed: SignInRequest[];
beforeEach(() => {
  framed = [];
  bench = createTokenBench({
    askByFrame: async (request) => {
      framed.push(request);
      return codeAnswer(request, { kind: 'frame' });
    },
  });
});
afterEach(() => bench.closeAll());

const others = ['api://mail/read'];
const required = (error: unknown): boolean => error instanceof InteractionRequired && error.reason === 'login_required';

async function acquire(request: {
  readonly scopes: readonly string[];
  readonly silentSources: readonly SilentSource[];
}) {
  const page = bench.open();
  await page.finish(codeAnswer());
  return { page, acquiring: page.acquire(request) };
}

describe('what may be asked for a token', () => {
  it('only the cache: what is there is given, and nobody is asked for what is not', async () => {
    const { page, acquiring } = await acquire({ scopes, silentSources: ['cache'] });
    assert.equal((await acquiring).result.fromCache, true);
    await assert.rejects(page.acquire({ scopes: others, silentSources: ['cache'] }), required);
    assert.deepEqual([bench.asked().length, framed.length], [1, 0]);
  });

  it('only the cache: a token that is due is given, and not refreshed behind the back of the caller', async () => {
    const { page, acquiring } = await acquire({ scopes, silentSources: ['cache'] });
    await acquiring;
    bench.clock.advance(3400);
    assert.equal((await page.acquire({ scopes, silentSources: ['cache'] })).result.fromCache, true);
    await settle();
    const told = bench.events.filter(({ name }) => name.startsWith('token.')).at(-1);
    assert.ok(told?.name === 'token.acquired' && told.refreshReason === undefined, JSON.stringify(told));
    assert.equal(bench.asked().length, 1);
  });

  it('cache and refresh token: no frame, whatever becomes of the refresh token', async () => {
    const { page, acquiring } = await acquire({ scopes: others, silentSources: ['cache', 'refresh-token'] });
    assert.equal((await acquiring).result.tokenSource, 'network');
    bench.endpoint.next({ status: 400, json: { error: 'invalid_grant' } });
    const refused = page.acquire({ scopes: ['api://tasks/read'], silentSources: ['cache', 'refresh-token'] });
    await assert.rejects(refused, required);
    assert.equal(framed.length, 0);
  });

  it('only the refresh token: the cached token is passed over', async () => {
    const { acquiring } = await acquire({ scopes, silentSources: ['refresh-token'] });
    assert.equal((await acquiring).result.fromCache, false);
    assert.deepEqual([bench.asked().length, framed.length], [2, 0]);
    assert.equal(bench.asked()[1]?.form.get('grant_type'), 'refresh_token');
  });

  it('only the frame: neither cache nor refresh token is used', async () => {
    const { acquiring } = await acquire({ scopes, silentSources: ['frame'] });
    assert.equal((await acquiring).result.fromCache, false);
    assert.deepEqual(
      bench.asked().map(({ form }) => form.get('grant_type')),
      ['authorization_code', 'authorization_code'],
    );
    assert.equal(framed.length, 1);
  });

  it('a source that is not known is refused: it would look like a person who has to be asked', async () => {
    const { acquiring } = await acquire({ scopes, silentSources: ['cookie' as never] });
    await assert.rejects(acquiring, TypeError);
  });

  it('the frame is answered where the request says', async () => {
    const page = bench.open();
    await page.finish(codeAnswer());
    const redirectUri = 'https://app.example/blank.html';
    await page.acquire({ scopes, silentSources: ['frame'], redirectUri });
    assert.equal(framed[0]?.redirectUri, redirectUri);
  });
});
