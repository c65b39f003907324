import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AttestationProvider, type AttestationRequest, createAttestationCache } from '@holdfast/node/attestation';
import { createSoftwareKeyProvider } from '@holdfast/node/machine-key';
import { type AttestationAnswer, attestationProviderContract, createFakeClock } from '@holdfast/testing';
import { makeToken } from './attesting-server.ts';

const key = await createSoftwareKeyProvider().current();
const otherKey = await createSoftwareKeyProvider().current();
const clientId = '11111111-2222-4333-8444-555555555555';
const request: AttestationRequest = { endpoint: 'https://attest.example/a', key, clientId };

/** Says another token each time, and counts. */
function countingProvider(claims: object = { exp: 3600 }) {
  let count = 0;
  const provider: AttestationProvider = {
    async attest() {
      count += 1;
      return makeToken({ ...claims, count });
    },
  };
  return { provider, count: () => count };
}

attestationProviderContract('cache', () => {
  let next: AttestationAnswer = 'token';
  const said: Readonly<Record<AttestationAnswer, () => unknown>> = {
    token: () => makeToken({ exp: 2 ** 40 }),
    nothing: () => undefined,
    blanks: () => '  \n',
    garbage: () => ({ token: 'a.b.c' }),
    failure: () => Promise.reject(new Error('of another kind')),
    silence: () => new Promise(() => undefined),
  };
  const cache = createAttestationCache({ provider: { attest: async () => said[next]() as string } });
  return {
    provider: { attest: (signal) => cache.attest({ ...request, signal }) },
    answer: (what) => {
      next = what;
    },
  };
});

describe('createAttestationCache', () => {
  it('remembers a token until five minutes before it ends', async () => {
    const clock = createFakeClock(0);
    const { provider, count } = countingProvider();
    const cache = createAttestationCache({ provider, clock });
    const first = await cache.attest(request);
    clock.advance(3299);
    assert.equal(await cache.attest(request), first);
    clock.advance(1);
    assert.notEqual(await cache.attest(request), first);
    assert.equal(count(), 2);
  });

  it('never gives a token twice that does not say when it ends', async () => {
    for (const claims of [{}, { exp: '3600' }, { exp: null }]) {
      const { provider } = countingProvider(claims);
      const cache = createAttestationCache({ provider, clock: () => 0 });
      assert.notEqual(await cache.attest(request), await cache.attest(request));
    }
  });

  it('shares one statement among those who ask at the same time', async () => {
    const { provider, count } = countingProvider({});
    const cache = createAttestationCache({ provider });
    const given = await Promise.all(Array.from({ length: 50 }, () => cache.attest(request)));
    assert.equal(new Set(given).size, 1);
    assert.equal(count(), 1);
  });

  it('keeps services, keys and identities apart, and not the ways to write them', async () => {
    const { provider, count } = countingProvider({ exp: 2 ** 40 });
    const cache = createAttestationCache({ provider });
    await cache.attest(request);
    await cache.attest({ ...request, endpoint: 'HTTPS://attest.example/A//', clientId: clientId.toUpperCase() });
    assert.equal(count(), 1);
    await cache.attest({ ...request, endpoint: 'https://attest.example/b' });
    await cache.attest({ ...request, key: otherKey });
    await cache.attest({ ...request, clientId: clientId.replace('1', '2') });
    assert.equal(count(), 4);
  });

  it('gives nobody a token that a server refused, and everybody the new one', async () => {
    const { provider, count } = countingProvider({ exp: 2 ** 40 });
    const cache = createAttestationCache({ provider });
    const first = await cache.attest(request);
    const asked = Array.from({ length: 20 }, () => cache.attest({ ...request, remembered: 'refused' }));
    const [second, ...others] = await Promise.all(asked);
    assert.notEqual(second, first);
    assert.deepEqual(new Set(others), new Set([second]));
    assert.equal(await cache.attest(request), second);
    assert.equal(count(), 2);
  });

  it('forgets a token that was refused, even when no other is remembered', async () => {
    let claims: object = { exp: 2 ** 40 };
    const cache = createAttestationCache({ provider: { attest: async () => makeToken(claims) } });
    const first = await cache.attest(request);
    claims = { n: 2 };
    await cache.attest({ ...request, remembered: 'refused' });
    assert.notEqual(await cache.attest(request), first);
  });

  it('forgets a token that was refused, also while there is no other', async () => {
    let answer = async (): Promise<string> => makeToken({ exp: 2 ** 40 });
    const cache = createAttestationCache({ provider: { attest: () => answer() } });
    await cache.attest(request);
    answer = () => Promise.reject(new Error('away'));
    await assert.rejects(cache.attest({ ...request, remembered: 'refused' }), { code: 'ERR_ATTESTATION_FAILED' });
    await assert.rejects(cache.attest(request), { code: 'ERR_ATTESTATION_FAILED' });
  });

  it('goes on for those who stay when one leaves', async () => {
    const { provider, count } = countingProvider({});
    const cache = createAttestationCache({ provider });
    const leaving = new AbortController();
    const gone = assert.rejects(cache.attest({ ...request, signal: leaving.signal }), { code: 'ERR_FLIGHT_ABORTED' });
    const stays = cache.attest(request);
    leaving.abort();
    await gone;
    assert.match(await stays, /\./);
    assert.equal(count(), 1);
  });

  it('refuses text that would be something else where it is put in', async () => {
    for (const token of [
      'a.b',
      'a..c',
      '"a".b.c',
      'a.b.c\r\nx: y',
      ' a.b.c',
      'a.b.c.d',
      'a.b.c=',
      `a.b.${'c'.repeat(65_536)}`,
    ]) {
      const cache = createAttestationCache({ provider: { attest: async () => token } });
      await assert.rejects(cache.attest(request), { code: 'ERR_ATTESTATION_FAILED' });
    }
    const encrypted = createAttestationCache({ provider: { attest: async () => 'a.b.c.d.e' } });
    assert.equal(await encrypted.attest(request), 'a.b.c.d.e');
  });

  it('is not held up by an address of slashes', async () => {
    const { provider } = countingProvider();
    const startedAt = performance.now();
    await createAttestationCache({ provider }).attest({ ...request, endpoint: `${'/'.repeat(1_000_000)}x` });
    assert.ok(performance.now() - startedAt < 5000);
  });

  it('refuses wrong options', () => {
    const { provider } = countingProvider();
    for (const options of [{}, { provider: {} }, { provider, clock: 7 }, { provider, maxTokens: 1 }]) {
      assert.throws(() => createAttestationCache(options as never), TypeError);
    }
  });
});
