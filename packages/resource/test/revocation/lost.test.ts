import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  buildFailureResponse,
  createMemoryRevocationFeed,
  dangerouslyAcceptWhenLost,
  type RevocationFeed,
  type RevocationOptions,
} from '@holdfast/resource';
import { incoming, makeValidator, refusal, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, now, signRequest, tokenClaims } from '../fixture/people.ts';

const cnf = { kid: keys.client.thumbprint };
const behind = (seconds: unknown): RevocationFeed => ({
  covers: () => undefined,
  secondsBehind: () => seconds as number,
});
const tokens = {
  plain: await mintToken({ cnf }),
  cae: await mintToken({ cnf, xms_cc: ['CP1'] }),
  'cae as a text': await mintToken({ cnf, xms_cc: 'protapp,cp1' }),
  'other capabilities': await mintToken({ cnf, xms_cc: ['protapp'] }),
};

async function judge(token: keyof typeof tokens, revocation: RevocationOptions): Promise<string> {
  const validator = makeValidator({ revocation });
  return verdict(validator.authenticate(incoming(`PoP ${await signRequest({ accessToken: tokens[token] })}`)));
}

const unknown = 'ERR_REVOCATION_UNKNOWN';

suite('a lost feed', () => {
  test('refuses the tokens that live long, and no others, unless told', async () => {
    const feed = behind(301);
    assert.equal(await judge('plain', { feed }), 'accepted');
    assert.equal(await judge('other capabilities', { feed }), 'accepted');
    assert.equal(await judge('cae', { feed }), unknown);
    assert.equal(await judge('cae as a text', { feed }), unknown);
  });

  test('refuses every token where the API says so', async () => {
    for (const token of ['plain', 'cae'] as const) {
      assert.equal(await judge(token, { feed: behind(301), whenLost: 'refuse-all' }), unknown);
    }
  });

  test('refuses none where the API asks for danger, which is an event', async () => {
    const revocation = { feed: behind(Number.POSITIVE_INFINITY), [dangerouslyAcceptWhenLost]: true };
    for (const token of ['plain', 'cae'] as const) assert.equal(await judge(token, revocation), 'accepted');
    const { events } = makeValidator({ revocation });
    assert.deepEqual(events, [{ name: 'option.dangerous', option: 'dangerouslyAcceptWhenLost' }]);
  });

  test('is one that is behind for longer than its limit, or cannot tell', async () => {
    for (const seconds of [0, 299, 300]) assert.equal(await judge('cae', { feed: behind(seconds) }), 'accepted');
    for (const seconds of [301, Number.POSITIVE_INFINITY, Number.NaN, undefined, 'x', {}]) {
      assert.equal(await judge('cae', { feed: behind(seconds) }), unknown, String(seconds));
    }
    assert.equal(await judge('cae', { feed: behind(6), lostAfterSeconds: 5 }), unknown);
  });

  test('still refuses what it knows to be revoked, with 401', async () => {
    const entry = { kind: 'uti', value: 'x', revokedAt: 0, expiresAt: now() } as const;
    for (const revocation of [{}, { [dangerouslyAcceptWhenLost]: true }, { whenLost: 'refuse-all' }] as const) {
      const feed: RevocationFeed = { ...behind(9999), covers: () => entry };
      assert.equal(await judge('plain', { feed, ...revocation }), 'ERR_TOKEN_REVOKED');
    }
  });

  test('is answered with 503 and a time to come back, because another token would be as unknown', async () => {
    const validator = makeValidator({ revocation: { feed: behind(301) } });
    const request = incoming(`PoP ${await signRequest({ accessToken: tokens.cae })}`);
    const failure = await refusal(validator.authenticate(request), unknown);
    const { status, headers } = buildFailureResponse(failure);
    assert.equal(status, 503);
    assert.deepEqual(new Headers(headers.map(([name, value]) => [name, value])).get('retry-after'), '10');
    assert.equal(
      headers.some(([name]) => name === 'WWW-Authenticate'),
      false,
    );
  });
});

suite('a feed that does not do its work', () => {
  test('refuses everything while it throws, also where danger was asked for', async () => {
    const cause = new Error('the table is gone');
    const broken = (): never => {
      throw cause;
    };
    for (const feed of [
      { ...behind(0), covers: broken },
      { ...behind(0), secondsBehind: broken },
    ]) {
      assert.equal(await judge('plain', { feed }), unknown);
      assert.equal(await judge('plain', { feed, [dangerouslyAcceptWhenLost]: true }), unknown);
      const validator = makeValidator({ revocation: { feed } });
      await verdict(validator.authenticate(incoming(`PoP ${await signRequest({ accessToken: tokens.plain })}`)));
      assert.deepEqual(validator.events[0], { name: 'revocation.failed', cause });
    }
  });

  test('refuses when its answer is a promise, which nobody could wait for', async () => {
    const feed = { ...behind(0), covers: () => Promise.resolve(undefined) } as unknown as RevocationFeed;
    assert.equal(await judge('plain', { feed }), 'ERR_TOKEN_REVOKED');
  });

  test('still has an answer when its claims cannot be sent', async () => {
    const claims = { access_token: { x: 'x'.repeat(20_000) } };
    const feed: RevocationFeed = {
      ...behind(0),
      covers: () => ({ kind: 'uti', value: 'x', revokedAt: 7, expiresAt: 8, claims }),
    };
    const validator = makeValidator({ revocation: { feed } });
    const request = incoming(`PoP ${await signRequest({ accessToken: tokens.plain })}`);
    const failure = await refusal(validator.authenticate(request), 'ERR_TOKEN_REVOKED');
    const expected = btoa('{"access_token":{"nbf":{"essential":true,"value":"8"}}}');
    assert.deepEqual(failure.challenges, [`Bearer error="insufficient_claims", claims="${expected}"`]);
  });
});

suite('options of revocation', () => {
  const feed = createMemoryRevocationFeed({ clock });
  test('are refused when they are not what they should be', () => {
    for (const revocation of [
      {},
      { feed: {} },
      { feed, whenLost: 'accept' },
      { feed, whenlost: 'refuse-all' },
      { feed, lostAfterSeconds: 0 },
      { feed, lostAfterSeconds: 86_401 },
      { feed, [Symbol('x')]: true },
      { feed, [dangerouslyAcceptWhenLost]: 'yes' },
      { feed, whenLost: 'refuse-all', [dangerouslyAcceptWhenLost]: true },
    ]) {
      assert.throws(() => makeValidator({ revocation: revocation as RevocationOptions }), TypeError);
    }
  });

  test('nothing is asked and nothing refused without a feed', async () => {
    const accessToken = await mintToken({ cnf, xms_cc: ['cp1'], oid: tokenClaims()['oid'] ?? '' });
    const validator = makeValidator();
    const request = incoming(`PoP ${await signRequest({ accessToken })}`);
    assert.equal(await verdict(validator.authenticate(request)), 'accepted');
  });
});

test('a misspelt option of a feed is refused and named', () => {
  const misspelt = { maxEntry: 5, clock: () => 0 };
  assert.throws(() => createMemoryRevocationFeed(misspelt), { name: 'TypeError', message: 'unknown option: maxEntry' });
});
