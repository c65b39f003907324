import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseAuthenticationInfo, parseWwwAuthenticate } from '@holdfast/core';
import { corsExposedHeaders } from '@holdfast/resource';
import { stricterWrappers } from '../../fixture/judge.ts';
import { clock, tenant, tokenClaims } from '../../fixture/people.ts';
import type { Platform } from './guarded-api.ts';
import { accessToken, judge, prove } from './judged.ts';

const oid = String(tokenClaims()['oid']);

/** What every adapter does, whatever the framework: it passes the honest, answers the others, and tells both the same. */
export function adapterContract(platform: Platform): void {
  suite(`${platform.name}: a guarded API`, () => {
    for (const transport of platform.transports) {
      test(`a bound request passes over ${transport}, its Bearer twin and an empty one do not`, async (t) => {
        const { passed, refused } = await judge(t, platform, { over: transport });
        const { body } = await passed('orders', { lines: await prove() });
        const { tenant: told, binding } = JSON.parse(body);
        assert.deepEqual([told, binding], [tenant, 'key']);
        const bearer = await refused({ lines: ['Authorization', `Bearer ${accessToken}`] });
        assert.deepEqual([bearer.status, bearer.outcome], [401, 'ERR_BINDING_PROOF_MISSING']);
        assert.equal(bearer.headers['cache-control'], 'no-store');
        assert.match(bearer.headers['content-type'] ?? '', /^application\/json/);
        assert.match(bearer.challenges.join(), /^PoP error="invalid_token"/);
        assert.equal((await refused({})).status, 401);
      });

      test(`a covered body over ${transport}: the bytes that came count, kept up to the limit`, async (t) => {
        const { passed, refused } = await judge(t, platform, { over: transport });
        const body = Buffer.from('{ "quantity":  1 }');
        const post = async (sent: Uint8Array, target = '/orders') => ({
          method: 'POST',
          target,
          lines: [...(await prove({ method: 'POST', target, body })), 'Content-Type', 'application/json'],
          body: sent,
        });
        assert.deepEqual(JSON.parse((await passed('create', await post(body))).body).got, { quantity: 1 });
        assert.equal((await refused(await post(Buffer.from('{"quantity":1}')))).outcome, 'ERR_SHR_BODY');
        assert.equal((await refused(await post(body, '/unkept'))).outcome, 'ERR_SHR_BODY_UNAVAILABLE');
        assert.equal((await refused(await post(Buffer.alloc(5000, ' ')))).status, 413);
        const empty = await refused({ method: 'POST', lines: await prove({ method: 'POST', body }) });
        assert.match(empty.outcome, /^ERR_SHR_BODY/);
      });
    }

    test('the walk with nonces, as a browser client makes it', async (t) => {
      const { passed, refused } = await judge(t, platform, { nonce: {} });
      const first = await refused({});
      const nonce = parseWwwAuthenticate(first.challenges)[0]?.params.get('nonce') ?? '';
      assert.deepEqual(first.challenges, [`PoP nonce="${nonce}"`]);
      const second = await passed('orders', { lines: await prove({ nonce }) });
      assert.equal(second.headers['authentication-info'], undefined);
      const start = clock();
      try {
        clock.advance(200);
        const third = await passed('orders', { lines: await prove({ nonce }) });
        const next = parseAuthenticationInfo(third.headers['authentication-info'] ?? '').get('nextnonce') ?? '';
        assert.notEqual(next, nonce);
        await passed('orders', { lines: await prove({ nonce: next }) });
      } finally {
        clock.setTo(start);
      }
    });

    test('a proof counts once', async (t) => {
      const { passed, refused } = await judge(t, platform);
      const lines = await prove();
      await passed('orders', { lines });
      assert.equal((await refused({ lines })).outcome, 'ERR_REPLAY_REPEATED');
    });

    for (const [name, wrap] of Object.entries(stricterWrappers)) {
      test(`whoever wraps a validator is asked, and not the one inside: ${name}`, async (t) => {
        const { refused } = await judge(t, platform, { wrap });
        // Twice: the one inside would judge the second at once, its token being remembered.
        for (let round = 0; round < 2; round += 1) {
          const { status, outcome } = await refused({ lines: await prove() });
          assert.deepEqual([status, outcome], [403, 'ERR_PERMISSION_SCOPE']);
        }
      });
    }

    test('permissions are per route, and a route of a part that is mounted elsewhere is guarded', async (t) => {
      const { passed, refused } = await judge(t, platform);
      assert.equal((await refused({ target: '/write', lines: await prove({ target: '/write' }) })).status, 403);
      assert.equal((await refused({ target: '/v1/deep' })).status, 401);
      const half = await refused({ target: '/v1/deep', lines: await prove({ target: '/deep' }) });
      assert.equal(half.outcome, 'ERR_SHR_PATH');
      await passed('deep', { target: '/v1/deep', lines: await prove({ target: '/v1/deep' }) });
    });

    test('routes may ask for claims, and their other errors stay their own', async (t) => {
      const { ask } = await judge(t, platform);
      const stepUp = await ask({ target: '/step-up', lines: await prove({ target: '/step-up' }) });
      assert.deepEqual([stepUp.status, stepUp.outcome], [401, 'ERR_CLAIMS_INSUFFICIENT']);
      assert.match(stepUp.challenges.join(), /^Bearer error="insufficient_claims", claims="/);
      const broken = await ask({ target: '/broken', lines: await prove({ target: '/broken' }) });
      assert.deepEqual([broken.status, broken.body], [500, 'Error']);
    });

    test('a revoked token is told so in one line that nobody touches, and a lost feed when to come back', async (t) => {
      const revoked = { kind: 'user', value: oid, revokedAt: 4102444800, expiresAt: 4102444800 } as const;
      const answers = { covers: (): typeof revoked | undefined => revoked, secondsBehind: () => 0 };
      const { refused } = await judge(t, platform, { revocation: { feed: answers, whenLost: 'refuse-all' } });
      const answer = await refused({ lines: await prove() });
      const claims = btoa('{"access_token":{"nbf":{"essential":true,"value":"4102444801"}}}');
      assert.deepEqual([answer.status, answer.outcome], [401, 'ERR_TOKEN_REVOKED']);
      assert.deepEqual(answer.challenges, [`Bearer error="insufficient_claims", claims="${claims}"`]);
      const [name, value] = corsExposedHeaders;
      assert.equal(answer.headers[name.toLowerCase()], value);
      answers.covers = () => undefined;
      answers.secondsBehind = () => 301;
      const unknown = await refused({ lines: await prove() });
      assert.deepEqual([unknown.status, unknown.headers['retry-after'], unknown.challenges], [503, '10', []]);
    });

    test('several challenges, and headers that were set before stay', async (t) => {
      const { refused, passed } = await judge(t, platform, { proof: 'when-bound' });
      const answer = await refused({});
      assert.deepEqual(answer.challenges, platform.keepsLines ? ['PoP', 'Bearer'] : ['PoP, Bearer']);
      const [name, value] = corsExposedHeaders;
      assert.equal(answer.headers[name.toLowerCase()], value);
      assert.equal((await passed('orders', { lines: await prove() })).headers[name.toLowerCase()], value);
    });

    test('a fault on this side is a bare 500', async (t) => {
      let isBroken = false;
      const { refused } = await judge(t, platform, {
        clock: () => {
          if (isBroken) throw new Error('a secret of the clock');
          return clock();
        },
      });
      isBroken = true;
      const answer = await refused({ lines: await prove() });
      assert.deepEqual([answer.status, JSON.parse(answer.body)], [500, { error: 'server_error' }]);
      assert.ok(!JSON.stringify(answer).includes('secret'));
    });

    test('requests at one time do not see one another’s caller', async (t) => {
      const { ask } = await judge(t, platform);
      const told = await Promise.all(
        Array.from({ length: 40 }, async (_, index) => {
          const { body } = await ask({ lines: await prove({ clientClaims: `caller ${index}` }) });
          return JSON.parse(body).clientClaims;
        }),
      );
      assert.deepEqual(
        told,
        Array.from({ length: 40 }, (_, index) => `caller ${index}`),
      );
    });
  });
}
