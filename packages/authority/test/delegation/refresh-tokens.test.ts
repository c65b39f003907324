import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { buildReqCnf, generateSigningKey } from '@holdfast/core';
import { authorizeAddress } from '../harness/person.ts';
import { openPage, type RedeemingPage } from '../harness/redeeming-page.ts';
import { assertRefused } from '../harness/refused-reply.ts';
import { assertToldRevoked } from '../harness/revocation-reader.ts';
import {
  claimsOf,
  codeOf,
  type Form,
  type Reply,
  type RunningAuthority,
  runAuthority,
} from '../harness/running-authority.ts';

describe('refresh tokens', () => {
  let now = Date.now();
  let running: RunningAuthority;
  let ada: RedeemingPage;
  before(async () => {
    running = await runAuthority({
      clock: () => now,
      directory: parseDirectory(`
resources:
  api://reports: { scopes: [list] }
tenants:
  contoso.example:
    applications:
      spa: { consent: granted }
      other: { kind: public, consent: granted, redirectUris: ["http://localhost:5173/other.html"] }
      asking: { kind: public, redirectUris: ["http://localhost:5173/asking.html"] }
      forgiving: { kind: public, consent: granted, redirectUris: ["http://localhost:5173/f.html"], refreshTokenReuseLeewaySeconds: 10 }
      short: { kind: public, consent: granted, redirectUris: ["http://localhost:5173/s.html"], refreshTokenLifetimeSeconds: 600 }
      web-app: { consent: granted }
`),
    });
  });
  beforeEach(async () => {
    // Sessions live for hours, and some of these tests take days.
    ada = await openPage(running);
  });
  after(() => running.close());

  const named = (name: string): Form => {
    const { clientId, redirectUris = [] } = running.application(name);
    return { client_id: clientId, redirect_uri: redirectUris[0] };
  };
  const begin = async (name = 'spa', changes: Form = {}): Promise<Reply> => {
    const reply = await ada.redeem(await ada.code({ ...named(name), ...changes }), named(name));
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply;
  };
  const client = (name: string): Form => ({ client_id: running.application(name).clientId });
  const revoke = async (wish: object): Promise<void> => {
    const response = await running.admin('/revoke', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    assert.equal(response.status, 201, await response.text());
  };

  it('are replaced with every use, and say the same of the user', async () => {
    const first = await begin();
    const second = await ada.refresh(first.body['refresh_token'], { client_info: '1' });
    assert.equal(second.status, 200);
    assert.notEqual(second.body['refresh_token'], first.body['refresh_token']);
    assert.equal(second.body['scope'], first.body['scope']);
    for (const name of ['sub', 'oid', 'sid', 'scp', 'aud']) {
      assert.equal(claimsOf(second)[name], claimsOf(first)[name], name);
    }
    assert.notEqual(claimsOf(second)['uti'], claimsOf(first)['uti']);
    assert.ok('id_token' in second.body && 'client_info' in second.body);
    assert.equal((await ada.refresh(second.body['refresh_token'])).status, 200);
  });

  it('end their family when one is used again, and its access tokens are told to the APIs as revoked', async () => {
    const first = await begin();
    const second = await ada.refresh(first.body['refresh_token']);
    const stolen = await ada.refresh(first.body['refresh_token']);
    assertRefused(stolen, 9900234, 'again');
    assert.equal(stolen.body['suberror'], 'bad_token');
    assertRefused(await ada.refresh(second.body['refresh_token']), 70000, 'the successor');
    await assertToldRevoked(running, [first, second]);
  });

  it('of two uses at once give one tokens at most, and end', async () => {
    const first = await begin();
    const token = first.body['refresh_token'];
    const replies = await Promise.all([ada.refresh(token), ada.refresh(token), ada.refresh(token)]);
    const won = replies.filter(({ status }) => status === 200);
    assert.ok(won.length <= 1, `${won.length} won`);
    for (const reply of replies) {
      if (reply.status === 200) assertRefused(await ada.refresh(reply.body['refresh_token']), 70000, 'winner');
      else assert.equal(reply.body['error'], 'invalid_grant');
    }
    await assertToldRevoked(running, won);
  });

  it('give the very same successor within the leeway of an application that has one', async () => {
    const first = await begin('forgiving');
    const token = first.body['refresh_token'];
    const answers = await Promise.all([1, 2, 3].map(() => ada.refresh(token, client('forgiving'))));
    const successors = new Set(answers.map(({ body }) => body['refresh_token']));
    assert.equal(successors.size, 1);
    now += 9000;
    assert.equal((await ada.refresh(token, client('forgiving'))).body['refresh_token'], [...successors][0]);
    const next = await ada.refresh([...successors][0], client('forgiving'));
    assert.equal(next.status, 200);
    assertRefused(await ada.refresh(token, client('forgiving')), 9900234, 'the last but two');
  });

  it('are forgiven no longer than that', async () => {
    const first = await begin('forgiving');
    assert.equal((await ada.refresh(first.body['refresh_token'], client('forgiving'))).status, 200);
    now += 10_000;
    assertRefused(await ada.refresh(first.body['refresh_token'], client('forgiving')), 9900234, 'too late');
  });

  it('live for a day from the sign-in on, however often they are used', async () => {
    let reply = await begin();
    const start = now;
    for (const hours of [6, 12, 18, 23.9]) {
      now = start + hours * 3_600_000;
      reply = await ada.refresh(reply.body['refresh_token']);
      assert.equal(reply.status, 200, `${hours} hours`);
      assert.ok(Number(reply.body['refresh_token_expires_in']) <= 86_400 - hours * 3600);
    }
    now = start + 86_401_000;
    assertRefused(await ada.refresh(reply.body['refresh_token']), 700084, 'a day');
    assertRefused(await ada.refresh(reply.body['refresh_token']), 70000, 'and gone');
  });

  it('live as long as the application says, and for 90 days where it has a credential', async () => {
    const short = await begin('short');
    now += 601_000;
    assertRefused(await ada.refresh(short.body['refresh_token'], client('short')), 700084, 'ten minutes');
    ada = await openPage(running);
    const { secret: client_secret } = running.application('web-app');
    const web = { ...named('web-app'), client_secret };
    const noPage = { origin: undefined };
    const reply = await ada.redeem(await ada.code(named('web-app')), web, noPage);
    now += 89 * 86_400_000;
    const renewed = await ada.refresh(reply.body['refresh_token'], web, noPage);
    assert.equal(renewed.status, 200, JSON.stringify(renewed.body));
    now += 86_400_000;
    assertRefused(await ada.refresh(renewed.body['refresh_token'], web, noPage), 700082, '90 days');
  });

  it('are refused when nobody made them', async () => {
    const { body } = await begin();
    for (const odd of ['x', String(body['access_token']), 'A'.repeat(66), `${'A'.repeat(22)}.${'A'.repeat(43)}`]) {
      const reply = await ada.refresh(odd);
      assertRefused(reply, 70000, odd.slice(0, 20));
      assert.equal(reply.body['suberror'], 'bad_token');
    }
    assertRefused(await ada.refresh(''), 900144, 'empty');
    assert.equal((await ada.refresh(body['refresh_token'])).status, 200);
  });

  it('end when another application shows them', async () => {
    for (const [name, changes, headers] of [
      ['other', {}, {}],
      ['web-app', { client_secret: running.application('web-app').secret }, { origin: undefined }],
    ] as const) {
      const { body } = await begin();
      assertRefused(await ada.refresh(body['refresh_token'], { ...client(name), ...changes }, headers), 9900232, name);
      assertRefused(await ada.refresh(body['refresh_token']), 70000, `${name}, afterwards`);
    }
  });

  it('of a confidential application take its credential every time', async () => {
    const web = { ...named('web-app'), client_secret: running.application('web-app').secret };
    const noPage = { origin: undefined };
    const reply = await ada.redeem(await ada.code(named('web-app')), web, noPage);
    const token = reply.body['refresh_token'];
    const without = await ada.refresh(token, { ...web, client_secret: undefined }, noPage);
    assert.deepEqual([without.status, codeOf(without)], [401, 7000218]);
    const wrong = await ada.refresh(token, { ...web, client_secret: 'wrong' }, noPage);
    assert.deepEqual([wrong.status, codeOf(wrong)], [401, 7000215]);
    assert.equal((await ada.refresh(token, web, noPage)).status, 200);
  });

  it('of a public application take no credential', async () => {
    const { body } = await begin();
    const reply = await ada.refresh(body['refresh_token'], { client_secret: 'anything' });
    assert.deepEqual([reply.status, codeOf(reply)], [401, 700025]);
    assert.equal((await ada.refresh(body['refresh_token'])).status, 200);
  });

  it('get tokens for another API that the user agreed to, and for less of the same', async () => {
    const first = await begin('spa', { scope: 'openid offline_access api://orders/read api://orders/write' });
    const less = await ada.refresh(first.body['refresh_token'], { scope: 'api://orders/read offline_access' });
    assert.equal(claimsOf(less)['scp'], 'read');
    const other = await ada.refresh(less.body['refresh_token'], { scope: 'api://reports/list openid profile' });
    assert.equal(other.status, 200, JSON.stringify(other.body));
    assert.equal(claimsOf(other)['aud'], 'api://reports');
    assert.equal(claimsOf(other)['scp'], 'list');
    assert.equal(other.body['scope'], 'openid api://reports/list');
    const whole = await ada.refresh(other.body['refresh_token']);
    assert.equal(claimsOf(whole)['scp'], 'read write');
  });

  it('get none for an API that nobody agreed to, and are not used up by asking', async () => {
    const code = await consentAs('asking', 'openid offline_access api://orders/read');
    const first = await ada.redeem(code, named('asking'));
    assert.equal(first.status, 200, JSON.stringify(first.body));
    const token = first.body['refresh_token'];
    for (const scope of ['api://reports/list', 'api://orders/write', 'User.Read']) {
      const reply = await ada.refresh(token, { ...client('asking'), scope });
      assertRefused(reply, 65001, scope);
      assert.equal(reply.body['suberror'], 'consent_required');
    }
    assert.equal((await ada.refresh(token, client('asking'))).status, 200);
  });

  it('are refused once the user is revoked, who is well again after the next sign-in', async () => {
    const first = await begin();
    await revoke({ user: 'ada@contoso.example' });
    now += 2000;
    const reply = await ada.refresh(first.body['refresh_token']);
    assertRefused(reply, 50173, 'revoked');
    assert.equal(reply.body['suberror'], 'bad_token');
    ada = await openPage(running);
    assert.equal((await ada.refresh((await begin()).body['refresh_token'])).status, 200);
  });

  it('are refused once the application is revoked', async () => {
    const first = await begin();
    await revoke({ application: 'spa' });
    now += 2000;
    assertRefused(await ada.refresh(first.body['refresh_token']), 50173, 'revoked');
    assert.equal((await begin()).status, 200);
  });

  it('are refused once a key is revoked that a token of the family was bound to', async () => {
    const key = await generateSigningKey({ alg: 'ES256' });
    const bound = { ...named('spa'), token_type: 'pop', req_cnf: buildReqCnf('kid', key) };
    const first = await ada.redeem(await ada.code(), bound);
    assert.equal(first.body['token_type'], 'pop');
    const second = await ada.refresh(first.body['refresh_token']);
    assert.equal(second.status, 200);
    await revoke({ jkt: key.thumbprint });
    assertRefused(await ada.refresh(second.body['refresh_token']), 50173, 'revoked');
  });

  it('cost nothing when a request is refused that the application can mend', async () => {
    const first = await begin();
    const token = first.body['refresh_token'];
    const step = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c9' } } });
    for (const changes of [
      { scope: 'api://orders/nothing' },
      { scope: 'api://nothing/x' },
      { claims: step },
      { claims: '{' },
      { token_type: 'pop' },
      { token_type: 'dpop' },
    ]) {
      assert.equal((await ada.refresh(token, changes)).status, 400);
    }
    assert.equal((await ada.refresh(token)).status, 200);
  });

  async function consentAs(name: string, scope: string): Promise<string> {
    const asked = await ada.person.visit(authorizeAddress(running, { ...named(name), scope }));
    const agreed = await ada.person.press(asked, 'accept');
    return agreed.answer?.get('code') ?? assert.fail(agreed.text.slice(0, 500));
  }
});
