import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { askImds, claimsOfToken } from '../harness/machine-client.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

async function withAuthority(
  options: Parameters<typeof runAuthority>[0],
  use: (running: RunningAuthority) => Promise<void>,
): Promise<void> {
  const running = await runAuthority(options);
  try {
    await use(running);
  } finally {
    await running.close();
  }
}

describe('the tokens that the machine keeps', () => {
  it('are handed out again until half of their life is over, one for each identity, resource and set of capabilities', async () => {
    let at = Date.now();
    await withAuthority({ clock: () => at }, async (running) => {
      const token = async (query: Readonly<Record<string, string>> = {}): Promise<unknown> =>
        (await askImds(running, query)).body['access_token'];
      const first = await token();
      const worker = running.description.identities[1]!.clientId;
      const others = [
        await token({ client_id: worker }),
        await token({ resource: 'https://vault.azure.net' }),
        await token({ resource: 'https://vault.azure.net/' }),
        await token({ xms_cc: 'cp1' }),
        await token({ xms_cc: 'cp1,cp2' }),
      ];
      assert.equal(new Set([first, ...others]).size, 6);
      assert.equal(await token({ xms_cc: 'cp2,CP1,cp1' }), others[4], 'a set has no order');
      at += 43_198_000;
      assert.equal(await token(), first);
      assert.equal((await askImds(running)).body['expires_in'], String(86_399 - 43_198));
      at += 2_000;
      assert.notEqual(await token(), first);
    });
  });

  it('are minted once, however many programs ask at the same time', () =>
    withAuthority({}, async (running) => {
      const replies = await Promise.all(Array.from({ length: 50 }, () => askImds(running)));
      assert.equal(new Set(replies.map(({ body }) => body['access_token'])).size, 1);
      assert.equal(running.events.filter(({ name }) => name === 'token.issued').length, 1);
    }));

  it('stay while they are in use, whatever else is asked for: of a thousand the one that was used least recently goes', () =>
    withAuthority({}, async (running) => {
      const token = async (capability: string): Promise<unknown> =>
        (await askImds(running, { xms_cc: capability })).body['access_token'];
      const [used, unused] = [await token('used'), await token('unused')];
      for (let hundreds = 0; hundreds < 11; hundreds += 1) {
        await Promise.all(Array.from({ length: 100 }, (_, index) => token(`c${hundreds}-${index}`)));
        assert.equal(await token('used'), used);
      }
      assert.notEqual(await token('unused'), unused);
    }));

  it('are not handed out once they are revoked: by identity, by application, or one by one', () =>
    withAuthority({}, async (running) => {
      const worker = running.description.identities[1]!;
      const ask = () => askImds(running, { client_id: worker.clientId, xms_cc: 'cp1' });
      const revoke = async (wish: Readonly<Record<string, unknown>>): Promise<void> => {
        const response = await running.admin('/revoke', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(wish),
        });
        assert.equal(response.status, 201, await response.text());
      };
      let before = await ask();
      for (const wish of [{ identity: 'worker' }, { uti: claimsOfToken(before)['uti'] }]) {
        before = await ask();
        const kept = await ask();
        assert.equal(kept.body['access_token'], before.body['access_token']);
        await revoke('uti' in wish ? { uti: claimsOfToken(before)['uti'] } : wish);
        const after = await ask();
        assert.equal(after.status, 200);
        assert.notEqual(after.body['access_token'], before.body['access_token'], JSON.stringify(wish));
        if ('identity' in wish) assert.ok(Number(claimsOfToken(after)['iat']) > Number(claimsOfToken(before)['iat']));
        assert.equal((await ask()).body['access_token'], after.body['access_token'], 'and the new one is kept');
      }
    }));

  it('are not renewed with a certificate that was revoked: the platform comes with it, as a relying party does', () =>
    withAuthority({}, async (running) => {
      const worker = running.authority.directory.identities[1]!;
      const revoked = await running.admin('/revoke', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ x5t: worker.thumbprints[0] }),
      });
      assert.equal(revoked.status, 201);
      const { status, body } = await askImds(running, { client_id: worker.clientId });
      assert.deepEqual([status, body['error_codes']], [401, [7000214]]);
      assert.equal((await askImds(running)).status, 200, 'the other identity has a certificate of its own');
    }));

  it('stay when a new one cannot be had', async () => {
    let at = Date.now();
    await withAuthority({ clock: () => at }, async (running) => {
      await askImds(running);
      at += 50_000_000;
      const fault = { service: 'imds', match: { path: '/token' }, status: 503, times: 1 };
      const response = await running.admin('/faults', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
      assert.equal(response.status, 201);
      const refused = await askImds(running);
      assert.deepEqual([refused.status, refused.headers['retry-after']], [503, '1']);
      assert.equal((await askImds(running)).status, 200);
    });
  });

  it('are bearer tokens, so an identity or an API that takes nothing but bound ones gets none', () =>
    withAuthority(
      {
        directory: parseDirectory(
          `tenants: { contoso.example: { identities: { worker: { tokenBinding: required } } } }
resources: { https://vault.azure.net: { tokenBinding: required } }`,
        ),
      },
      async (running) => {
        const worker = running.description.identities[1]!;
        for (const [query, code] of [
          [{ client_id: worker.clientId }, 9900211],
          [{ resource: 'https://vault.azure.net' }, 9900212],
        ] as const) {
          const { status, body } = await askImds(running, query);
          assert.deepEqual([status, body['error'], body['error_codes']], [400, 'invalid_request', [code]]);
        }
        assert.equal((await askImds(running)).status, 200);
      },
    ));
});
