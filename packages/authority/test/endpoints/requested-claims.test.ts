import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { createFakeClock } from '@holdfast/testing';
import { claimsOf, codeOf, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('the claims parameter (OpenID Connect Core section 5.5)', () => {
  let running: RunningAuthority;
  const clock = createFakeClock(Date.UTC(2030, 0, 1) + 400);
  const waits: number[] = [];
  before(async () => {
    running = await runAuthority({
      clock,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        clock.advance(milliseconds / 1000);
      },
      directory: parseDirectory(`
tenants:
  contoso.example:
    applications:
      daemon: { authenticationContexts: [c1, c2] }
      plain: { secret: generate }
resources:
  api://stepped: { authenticationContexts: [c25] }
`),
    });
  });
  after(() => running.close());

  const now = (): number => Math.floor(clock() / 1000);
  const ask = (accessToken: unknown, changes: object = {}): Promise<Reply> =>
    running.token({ claims: JSON.stringify({ access_token: accessToken }), ...changes });
  const plain = (): object => {
    const { clientId, secret } = running.application('plain');
    return { client_id: clientId, client_secret: secret };
  };

  describe('nbf', () => {
    it('is met by every token when it is now, or was, as text or number', async () => {
      for (const value of [now(), String(now()), 0, '1600000000', undefined]) {
        const reply = await ask({ nbf: { essential: true, value } });
        assert.equal(reply.status, 200);
        assert.deepEqual([claimsOf(reply)['nbf'], claimsOf(reply)['iat']], [now(), now()]);
      }
      assert.deepEqual(waits, []);
    });

    it('is waited for when it comes within seconds, as after a revocation of this second', async () => {
      const wanted = now() + 2;
      const reply = await ask({ nbf: { essential: true, value: String(wanted) }, xms_cc: { values: ['cp1'] } });
      assert.deepEqual([claimsOf(reply)['nbf'], claimsOf(reply)['iat'], waits], [wanted, wanted, [1600]]);
      assert.deepEqual(claimsOf(reply)['xms_cc'], ['cp1']);
    });

    it('is refused when it is essential and far ahead, or no time at all', async () => {
      for (const value of [now() + 6, '99999999999', '', 'now', '1e3', -1, 1.5, [], {}, null, true, '1'.repeat(13)]) {
        const reply = await ask({ nbf: { essential: true, value } });
        assert.deepEqual([codeOf(reply), reply.status], [9900209, 400], JSON.stringify(value));
        assert.equal(reply.body['error'], 'invalid_request');
      }
    });

    it('fails no request when it is not essential, whatever it is', async () => {
      for (const nbf of [
        { value: now() + 9999 },
        { essential: 'true', value: 'x' },
        null,
        7,
        [],
        'x',
        { essential: 1 },
      ]) {
        assert.equal((await ask({ nbf })).status, 200, JSON.stringify(nbf));
      }
      assert.equal(
        (await running.token({ claims: '{"id_token":{"nbf":{"essential":true,"value":"99999999999"}}}' })).status,
        200,
      );
    });
  });

  describe('acrs', () => {
    const acrsOf = (reply: Reply): unknown => claimsOf(reply)['acrs'];

    it('is given where the application or the API allows it, and to no other token', async () => {
      assert.deepEqual(acrsOf(await ask({ acrs: { essential: true, value: 'c1' } })), ['c1']);
      assert.deepEqual(acrsOf(await ask({ acrs: { value: 'c2' } })), ['c2']);
      assert.deepEqual(acrsOf(await ask({ acrs: { essential: true, values: ['c9', 'c2', 'c1', 'c2'] } })), [
        'c2',
        'c1',
      ]);
      assert.deepEqual(acrsOf(await ask({ acrs: { essential: true } })), ['c1', 'c2']);
      const stepped = { scope: 'api://stepped/.default' };
      assert.deepEqual(acrsOf(await ask({ acrs: { essential: true, value: 'c25' } }, stepped)), ['c25']);
      assert.deepEqual(acrsOf(await ask({ acrs: { essential: true, value: 'c25' } }, { ...plain(), ...stepped })), [
        'c25',
      ]);
      for (const claims of [
        {},
        { acrs: { value: 'c3' } },
        { acrs: { values: [], essential: false } },
        { acrs: null },
        { acrs: 'c1' },
      ]) {
        const reply = await ask(claims, plain());
        assert.deepEqual([reply.status, acrsOf(reply)], [200, undefined], JSON.stringify(claims));
      }
      assert.equal('acrs' in claimsOf(await running.token()), false, 'nor when nobody asks');
    });

    it('is refused as Conditional Access refuses, when it is essential and nothing allows it (AADSTS53003)', async () => {
      const requests = [
        { essential: true, value: 'c1' },
        { essential: true },
        { essential: true, values: ['c1', 'c25'] },
        { essential: true, value: 'C1' },
        { essential: true, value: null },
        { essential: true, value: { toString: 1, valueOf: 1 } },
        { essential: true, value: ['c1'] },
        { essential: true, values: [['c1']] },
        { essential: true, value: '__proto__' },
      ];
      for (const acrs of requests) {
        const reply = await ask({ acrs }, plain());
        assert.deepEqual(
          [codeOf(reply), reply.body['error'], reply.status],
          [53003, 'invalid_grant', 400],
          JSON.stringify(acrs),
        );
      }
      const daemon = await ask({ acrs: { essential: true, value: 'C1' } });
      assert.equal(codeOf(daemon), 53003, 'letter case counts');
      assert.equal(codeOf(await ask({ acrs: { essential: true, value: 'c25' } })), 53003, 'another API allows it');
    });
  });
});
