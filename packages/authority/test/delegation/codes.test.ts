import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { verifier } from '../harness/person.ts';
import { openPage, type RedeemingPage } from '../harness/redeeming-page.ts';
import { assertRefused } from '../harness/refused-reply.ts';
import { assertToldRevoked } from '../harness/revocation-reader.ts';
import { claimsOf, type Form, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('redeeming a code', () => {
  let now = Date.now();
  let running: RunningAuthority;
  let ada: RedeemingPage;
  before(async () => {
    running = await runAuthority({
      clock: () => now,
      directory: parseDirectory(`
tenants:
  contoso.example:
    applications:
      spa: { consent: granted }
      other: { kind: public, consent: granted, redirectUris: ["http://localhost:5173/other.html"] }
      web-app: { consent: granted }
`),
    });
    ada = await openPage(running);
  });
  after(() => running.close());

  const named = (name: string): Form => {
    const { clientId, redirectUris = [] } = running.application(name);
    return { client_id: clientId, redirect_uri: redirectUris[0] };
  };
  const asWebApp = (): Form => ({ ...named('web-app'), client_secret: running.application('web-app').secret });

  it('works once: the second time ends everything that came of the first', async () => {
    const code = await ada.code();
    const first = await ada.redeem(code);
    assert.equal(first.status, 200);
    const renewed = await ada.refresh(first.body['refresh_token']);
    assert.equal(renewed.status, 200);
    assertRefused(await ada.redeem(code), 54005, 'again');
    assertRefused(await ada.refresh(renewed.body['refresh_token']), 70000, 'its refresh token');
    await assertToldRevoked(running, [first, renewed]);
    assertRefused(await ada.redeem(code), 54005, 'and again');
  });

  it('is refused for a code that nobody made, and for one that has expired', async () => {
    assertRefused(await ada.redeem('A'.repeat(43)), 70000, 'unknown');
    const code = await ada.code();
    now += 60_000;
    assertRefused(await ada.redeem(code), 70008, 'expired');
    assertRefused(await ada.redeem(code), 54005, 'expired, and used up by that');
  });

  it('takes the verifier of the challenge and no other, at the first attempt (RFC 7636 section 4.6)', async () => {
    for (const wrong of [undefined, '', `${verifier}x`, verifier.toUpperCase(), verifier.slice(0, 42)]) {
      const code = await ada.code();
      assertRefused(await ada.redeem(code, { code_verifier: wrong }), 501481, String(wrong));
      // Whoever guesses gets one guess.
      assertRefused(await ada.redeem(code), 54005, `after ${String(wrong)}`);
    }
  });

  it('refuses a verifier where there was no challenge: somebody took it out on the way (RFC 9700 section 4.8.2)', async () => {
    const plain = { ...named('web-app'), code_challenge: undefined, code_challenge_method: undefined };
    const noPage = { origin: undefined };
    const code = await ada.code(plain);
    assertRefused(await ada.redeem(code, asWebApp(), noPage), 9900233, 'verifier without challenge');
    const other = await ada.code(plain);
    const reply = await ada.redeem(other, { ...asWebApp(), code_verifier: undefined }, noPage);
    assert.equal(reply.status, 200);
    const challenged = await ada.code(named('web-app'));
    assertRefused(
      await ada.redeem(challenged, { ...asWebApp(), code_verifier: undefined }, noPage),
      501481,
      'and back',
    );
  });

  it('refuses the code of another application, and burns it (code injection)', async () => {
    const code = await ada.code();
    assertRefused(await ada.redeem(code, named('other')), 9900232, 'public');
    assertRefused(await ada.redeem(code), 54005, 'public, afterwards');
    const next = await ada.code();
    const injected = await ada.redeem(next, asWebApp(), { origin: undefined });
    assertRefused(injected, 9900232, 'confidential');
    assertRefused(await ada.redeem(next), 54005, 'confidential, afterwards');
    const foreign = await ada.redeem(await ada.code(named('other')));
    assertRefused(foreign, 9900232, 'the other way round');
  });

  it('takes the very redirect address of the request (RFC 6749 section 4.1.3)', async () => {
    const [own = ''] = running.application('spa').redirectUris ?? [];
    for (const wrong of [`${own}/`, own.toUpperCase(), `${own}?`, 'http://localhost:5173/other.html']) {
      assertRefused(await ada.redeem(await ada.code(), { redirect_uri: wrong }), 500112, wrong);
    }
    const missing = await ada.redeem(await ada.code(), { redirect_uri: undefined });
    assertRefused(missing, 900144, 'missing');
  });

  it('gives what the sign-in asked for, or less', async () => {
    const scope = 'openid offline_access api://orders/read api://orders/write';
    const less = await ada.redeem(await ada.code({ scope }), { scope: 'api://orders/read openid profile' });
    assert.equal(claimsOf(less)['scp'], 'read');
    assert.equal(less.body['scope'], 'openid api://orders/read');
    assert.equal('refresh_token' in less.body, false);
    const onlyRead = await ada.code({ scope: 'openid api://orders/read' });
    const more = await ada.redeem(onlyRead, { scope: 'api://orders/read api://orders/write' });
    assertRefused(more, 28002, 'another scope');
    const graph = await ada.redeem(await ada.code(), { scope: 'User.Read' });
    assertRefused(graph, 28002, 'another API');
    const nonsense = await ada.redeem(await ada.code(), { scope: 'api://orders/nothing' });
    assertRefused(nonsense, 650053, 'no scope at all');
  });

  it('refuses the sign-in of somebody who was revoked since, and of an application that was', async () => {
    for (const [wish, restore] of [
      [{ user: 'ada@contoso.example' }, () => openPage(running)],
      [{ application: 'spa' }, () => Promise.resolve(ada)],
    ] as const) {
      const code = await ada.code();
      const revoked = await running.admin('/revoke', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(wish),
      });
      assert.equal(revoked.status, 201, await revoked.text());
      const reply = await ada.redeem(code);
      assertRefused(reply, 50173, JSON.stringify(wish));
      now += 2000;
      ada = await restore();
      assert.equal((await ada.redeem(await ada.code())).status, 200);
    }
  });

  it('of two at once gives one tokens at most, and those are revoked', async () => {
    const code = await ada.code();
    const replies = await Promise.all([ada.redeem(code), ada.redeem(code), ada.redeem(code)]);
    assert.ok(replies.filter(({ status }) => status === 200).length <= 1);
    for (const reply of replies) if (reply.status !== 200) assertRefused(reply, 54005, 'second');
    const winner = replies.find(({ status }) => status === 200);
    if (winner === undefined) return;
    assertRefused(await ada.refresh(winner.body['refresh_token']), 70000, 'winner');
    await assertToldRevoked(running, [winner]);
  });

  it('shows nothing of a code, a verifier or a refresh token in a refusal or an event', async () => {
    const code = await ada.code();
    const good = await ada.redeem(code);
    const token = String(good.body['refresh_token']);
    const bad = [await ada.redeem(code), await ada.redeem(code, { code_verifier: `${verifier}-marked` })];
    bad.push(await ada.refresh(token), await ada.refresh(`${token}x`));
    const told = JSON.stringify([bad.map(({ body }) => body), running.events]);
    for (const secret of [code, verifier, token, token.split('.')[1]!]) assert.equal(told.includes(secret), false);
  });
});
