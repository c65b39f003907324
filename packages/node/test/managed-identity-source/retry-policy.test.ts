import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FakeReply } from '@holdfast/testing';
import { ManagedIdentityRefused } from '../../src/errors/managed-identity-errors.ts';
import { pause } from '../../src/managed-identity-source/pause.ts';
import { clockStart, goodReply, type OfferedSource, openScripted, token } from './scripted-source.ts';

const times = (count: number, reply: FakeReply) => Array.from({ length: count }, () => reply);
const exponential = [1000, 2000, 4000];
const byTens = [10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000];
const bySeconds = [1000, 1000, 1000];
const never = { after: new Promise<never>(() => undefined) };

/** What a source does when the endpoint says one thing for ever. */
async function forEver(source: OfferedSource, reply: FakeReply, options = {}) {
  const { ask, pauses, requests } = openScripted(source, reply, options);
  const error = await ask().then(
    () => assert.fail('there is a token'),
    (reason: unknown) => reason as { code: string },
  );
  assert.equal(requests.length, pauses.length + 1);
  return { code: error.code, pauses };
}

/** The pauses before a token came. */
async function until(source: OfferedSource, replies: readonly FakeReply[], options = {}) {
  const { ask, pauses, requests } = openScripted(source, [...replies, goodReply], options);
  assert.equal((await ask()).accessToken, token);
  assert.equal(requests.length, replies.length + 1);
  return pauses;
}

describe('the retry table of IMDS', () => {
  for (const status of [404, 408, 429, 500, 501, 502, 503, 504, 599]) {
    it(`${status}: after 1, 2 and 4 seconds, then no more`, async () => {
      assert.deepEqual((await forEver('imds', { status })).pauses, exponential);
    });
  }
  for (const status of [204, 302, 400, 401, 403, 405, 409, 411, 428]) {
    it(`${status}: never`, async () => {
      assert.deepEqual((await forEver('imds', { status })).pauses, []);
    });
  }

  it('410 for ever: seven times, ten seconds apart (8 requests)', async () => {
    assert.deepEqual((await forEver('imds', { status: 410 })).pauses, byTens);
  });
  it('404 twice, then a token: 3 requests', async () => {
    assert.deepEqual(await until('imds', times(2, { status: 404 })), [1000, 2000]);
  });
  it('410 four times, then a token: 5 requests', async () => {
    assert.deepEqual(await until('imds', times(4, { status: 410 })), byTens.slice(0, 4));
  });
  it('a later 410 waits ten seconds and still counts toward three', async () => {
    const { ask, pauses } = openScripted('imds', [{ status: 500 }, ...times(3, { status: 410 })]);
    await assert.rejects(ask(), { code: 'ERR_MANAGED_IDENTITY_UNAVAILABLE' });
    assert.deepEqual(pauses, [1000, 10_000, 10_000]);
  });
  it('a later 500 after a first 410 waits as its place in the row says, of seven', async () => {
    const replies = [{ status: 410 }, ...times(6, { status: 500 })];
    assert.deepEqual(await until('imds', replies), [10_000, 2000, 4000, 4000, 4000, 4000, 4000]);
  });
  it('nothing in time: as any other failure, and without the null of MSAL', async () => {
    const { code, pauses } = await forEver('imds', never, { timeoutMs: 5 });
    assert.equal(code, 'ERR_MANAGED_IDENTITY_TIMEOUT');
    assert.deepEqual(pauses, exponential);
  });
  it('nothing in time, then 410, then a token', async () => {
    assert.deepEqual(await until('imds', [never, { status: 410 }], { timeoutMs: 20 }), [1000, 10_000]);
  });
});

describe('the retry table of the other sources', () => {
  for (const source of ['app-service', 'service-fabric'] as const) {
    for (const status of [404, 408, 429, 500, 503, 504]) {
      it(`${source}, ${status}: three times, a second apart`, async () => {
        assert.deepEqual((await forEver(source, { status })).pauses, bySeconds);
      });
    }
    for (const status of [400, 401, 403, 410, 501, 502]) {
      it(`${source}, ${status}: never`, async () => assert.deepEqual((await forEver(source, { status })).pauses, []));
    }
    it(`${source}: one 500, then a token: 2 requests`, async () => {
      assert.deepEqual(await until(source, [{ status: 500 }]), [1000]);
    });
    it(`${source}: nothing in time`, async () => {
      const { code, pauses } = await forEver(source, never, { timeoutMs: 5 });
      assert.equal(code, 'ERR_MANAGED_IDENTITY_TIMEOUT');
      assert.deepEqual(pauses, bySeconds);
    });
  }
});

describe('Retry-After', () => {
  const after = (value: string) => [{ status: 429, headers: { 'retry-after': value } }];
  const date = (seconds: number) => new Date(clockStart + seconds * 1000).toUTCString();

  for (const [value, pauses] of [
    ['3', [3000]],
    ['0', [1000]],
    ['60', [60_000]],
    [date(5), [5000]],
    [date(-100), [1000]],
    ['soon', [1000]],
    ['-3', [1000]],
    ['3.5', [1000]],
  ] as const) {
    it(`${value}: ${pauses[0] / 1000} s`, async () => {
      assert.deepEqual(await until('app-service', after(value)), pauses);
      assert.deepEqual(await until('imds', after(value)), pauses);
    });
  }

  it('lengthens a pause of IMDS and never shortens it', async () => {
    const replies = times(3, { status: 503, headers: { 'retry-after': '3' } });
    assert.deepEqual(await until('imds', replies), [3000, 3000, 4000]);
  });

  it('longer than a minute: the caller is told, and not held', async () => {
    for (const source of ['imds', 'app-service'] as const) {
      const { ask, pauses } = openScripted(source, after('61'));
      await assert.rejects(ask(), { code: 'ERR_MANAGED_IDENTITY_THROTTLED', retryAfterSeconds: 61, status: 429 });
      assert.deepEqual(pauses, []);
    }
  });

  it('is cut to an hour', async () => {
    const { ask } = openScripted('imds', after('999999999999'));
    await assert.rejects(ask(), { retryAfterSeconds: 3600 });
  });
});

describe('what is not asked again', () => {
  it('a refused connection, a reset, a reply that cannot be used', async () => {
    const failure = (code: string) => ({ fail: Object.assign(new Error('x'), { code }) });
    const rows: readonly (readonly [FakeReply, string])[] = [
      [failure('ECONNREFUSED'), 'ERR_MANAGED_IDENTITY_UNREACHABLE'],
      [failure('ECONNRESET'), 'ERR_MANAGED_IDENTITY_INTERRUPTED'],
      [{ json: { access_token: token } }, 'ERR_MANAGED_IDENTITY_REPLY'],
      [{ json: { access_token: token, expires_in: 0 } }, 'ERR_MANAGED_IDENTITY_EXPIRED'],
      [{ body: '<html>', headers: { 'content-type': 'text/html' } }, 'ERR_MANAGED_IDENTITY_FOREIGN'],
    ];
    for (const [reply, code] of rows) assert.deepEqual(await forEver('imds', reply), { code, pauses: [] });
  });

  it('a time that a library found too long is a timeout', async () => {
    const fail = Object.assign(new Error('x'), { code: 'UND_ERR_CONNECT_TIMEOUT' });
    assert.deepEqual((await forEver('imds', { fail })).pauses, exponential);
    assert.deepEqual(
      (await forEver('imds', { fail: new TypeError('fetch failed', { cause: fail }) })).pauses,
      exponential,
    );
  });

  it('anything, when retries are turned off', async () => {
    for (const source of ['imds', 'app-service', 'service-fabric'] as const) {
      for (const reply of [{ status: 500 }, { status: 410 }, { status: 429 }]) {
        assert.deepEqual((await forEver(source, reply, { retries: false })).pauses, []);
      }
    }
  });
});

describe('policies live as long as one question (ManagedIdentityRetryPolicyLifeTimeIsPerRequestAsync)', () => {
  it('three questions, each with all its retries', async () => {
    const { ask, pauses } = openScripted('imds', { status: 500 });
    for (let count = 0; count < 3; count += 1) await assert.rejects(ask(), ManagedIdentityRefused);
    assert.deepEqual(pauses, [...exponential, ...exponential, ...exponential]);
  });

  it('questions at the same time do not share them', async () => {
    const { ask, pauses } = openScripted('app-service', { status: 503 });
    await Promise.allSettled([ask(), ask()]);
    assert.equal(pauses.length, 6);
  });
});

describe('the signal of the caller', () => {
  const reason = new Error('the caller left');

  it('ends a pause at once (CanceledRequest_ThrowsTaskCanceledExceptionAsync)', async () => {
    const controller = new AbortController();
    const { ask, requests } = openScripted('imds', { status: 410 }, { sleep: pause });
    const asked = ask({}, controller.signal);
    setTimeout(() => controller.abort(reason), 20);
    const started = performance.now();
    await assert.rejects(asked, (error) => error === reason);
    assert.ok(performance.now() - started < 5000);
    assert.equal(requests.length, 1);
  });

  it('ends a request at once, also one whose transport does not listen', async () => {
    for (const transport of [undefined, () => new Promise<never>(() => undefined)]) {
      const controller = new AbortController();
      const { ask } = openScripted('imds', never, transport === undefined ? {} : { transport });
      const asked = ask({}, controller.signal);
      setTimeout(() => controller.abort(reason), 20);
      await assert.rejects(asked, (error) => error === reason);
    }
  });

  it('that fired before: nothing is sent', async () => {
    const { ask, requests } = openScripted('imds', goodReply);
    await assert.rejects(ask({}, AbortSignal.abort(reason)), (error) => error === reason);
    assert.equal(requests.length, 0);
  });

  it('a pause that nobody ends takes its time, and lets go of the signal', async () => {
    const controller = new AbortController();
    await pause(5, controller.signal);
    controller.abort(reason);
    await assert.rejects(pause(5, controller.signal), (error) => error === reason);
  });
});
