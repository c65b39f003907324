import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { createFakeClock } from '@holdfast/testing';
import { openPage, type RedeemingPage } from '../harness/redeeming-page.ts';
import { assertRefused } from '../harness/refused-reply.ts';
import { assertToldRevoked } from '../harness/revocation-reader.ts';
import { type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

/*
 * A request that asks for a token of a second that has not come waits at the gate, behind every check of the grant. What happens in the
 * meantime is what these tests are about.
 */
describe('what happens while a token is made for a user', () => {
  const clock = createFakeClock(Date.now());
  let running: RunningAuthority;
  let ada: RedeemingPage;
  let meanwhile: () => Promise<void> = () => Promise.resolve();
  before(async () => {
    running = await runAuthority({
      clock,
      wait: async () => {
        const act = meanwhile;
        meanwhile = () => Promise.resolve();
        clock.advance(2);
        await act();
      },
      directory: parseDirectory('tenants: { contoso.example: { applications: { spa: { consent: granted } } } }'),
    });
  });
  beforeEach(async () => {
    clock.advance(10);
    ada = await openPage(running);
  });
  after(() => running.close());

  const later = (): { claims: string } => {
    const value = Math.floor(clock() / 1000) + 1;
    return { claims: JSON.stringify({ access_token: { nbf: { essential: true, value } } }) };
  };
  const revoke = async (wish: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const response = await running.admin('/revoke', { method: 'POST', headers, body: JSON.stringify(wish) });
    assert.equal(response.status, 201);
  };

  it('the gate is where these tests wait', async () => {
    let hasWaited = false;
    meanwhile = async () => {
      hasWaited = true;
    };
    assert.equal((await ada.redeem(await ada.code(), later())).status, 200);
    assert.equal(hasWaited, true);
  });

  it('the code is shown again: nobody gets anything', async () => {
    const code = await ada.code();
    let second: Reply | undefined;
    meanwhile = async () => {
      second = await ada.redeem(code);
    };
    assertRefused(await ada.redeem(code, later()), 54005);
    assertRefused(second ?? assert.fail(), 54005);
  });

  it('the refresh token is used by somebody else: the slower one gets nothing, and the faster one keeps nothing', async () => {
    const { body } = await ada.redeem(await ada.code());
    let faster: Reply | undefined;
    meanwhile = async () => {
      faster = await ada.refresh(body['refresh_token']);
    };
    assertRefused(await ada.refresh(body['refresh_token'], later()), 9900234);
    assert.equal(faster?.status, 200);
    await assertToldRevoked(running, [faster]);
    assertRefused(await ada.refresh(faster.body['refresh_token']), 70000);
  });

  it('the family ends: the request that renews it gets nothing', async () => {
    const code = await ada.code();
    const { body } = await ada.redeem(code);
    meanwhile = async () => {
      assertRefused(await ada.redeem(code), 54005);
    };
    assertRefused(await ada.refresh(body['refresh_token'], later()), 9900234);
  });

  it('a code of before is refused at once, whatever it asks for', async () => {
    let hasWaited = false;
    for (const wish of [{ user: 'ada@contoso.example' }, { application: 'spa' }]) {
      const code = await ada.code();
      await revoke(wish);
      meanwhile = async () => {
        hasWaited = true;
      };
      assertRefused(await ada.redeem(code, later()), 50173);
      assert.equal(hasWaited, false);
      clock.advance(10);
      ada = await openPage(running);
    }
  });

  it('the user or the application is revoked: a token that is younger than that is no way round it', async () => {
    for (const wish of [{ user: 'ada@contoso.example' }, { application: 'spa' }]) {
      const code = await ada.code();
      meanwhile = () => revoke(wish);
      assertRefused(await ada.redeem(code, later()), 50173);
      clock.advance(10);
      ada = await openPage(running);
      const { body } = await ada.redeem(await ada.code());
      meanwhile = () => revoke(wish);
      assertRefused(await ada.refresh(body['refresh_token'], later()), 50173);
      assertRefused(await ada.refresh(body['refresh_token']), 70000);
      clock.advance(10);
      ada = await openPage(running);
    }
  });
});
