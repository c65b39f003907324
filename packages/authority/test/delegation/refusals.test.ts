import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type AadstsReason, aadsts, parseDirectory } from '@holdfast/authority';
import { assertShowsNoSecret, canary, createFakeClock, type Secret, secret } from '@holdfast/testing';
import { delegationRefusals } from '../harness/delegation-refusals.ts';
import { authorizeAddress, verifier } from '../harness/person.ts';
import { openPage, type RedeemingPage } from '../harness/redeeming-page.ts';
import { codeOf, type Form, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

/*
 * Every refusal that has to do with codes and refresh tokens. The canary stands wherever the request leaves room for it; it must be in no
 * reply and in no event, and neither may any code, refresh token or verifier.
 */
describe('refusals that codes and refresh tokens meet', () => {
  let running: RunningAuthority;
  let ada: RedeemingPage;
  const clock = createFakeClock(Date.now());
  const secrets: Secret[] = [secret('verifier', verifier), secret('mark', canary)];
  const reached = new Set<string>();
  before(async () => {
    running = await runAuthority({
      clock,
      directory: parseDirectory(`
tenants:
  contoso.example:
    applications:
      spa: { consent: granted }
      other: { kind: public, redirectUris: ["http://localhost:5173/other.html"] }
      web-app: { consent: granted, secret: ${canary} }
`),
    });
  });
  after(() => running.close());

  const expectRow = (reply: Reply, reason: AadstsReason): void => {
    const { code, error, status, ...row } = aadsts[reason] as { suberror?: string } & (typeof aadsts)[AadstsReason];
    const told = [reply.status, codeOf(reply), reply.body['error'], reply.body['suberror']];
    assert.deepEqual(told, [status, code, error, row.suberror], reason);
    assert.equal(reply.headers.get('cache-control'), 'no-store', reason);
    for (const name of ['access_token', 'token_type', 'refresh_token', 'id_token', 'client_info']) {
      assert.equal(name in reply.body, false, reason);
    }
    assertShowsNoSecret([reply.body, [...reply.headers]], secrets);
    const event = running.events.findLast(({ name }) => name === 'token.refused');
    assert.equal(event?.name === 'token.refused' && event.reason, reason);
    reached.add(reason);
  };
  const note = <T>(name: string, value: T): T => {
    if (typeof value === 'string' && value.length > 20) secrets.push(secret(name, value));
    return value;
  };
  const code = async (changes: Form = {}): Promise<string> =>
    note('code', await ada.code({ state: canary, ...changes }));
  const begin = async (changes: Form = {}): Promise<unknown> =>
    note('refresh token', (await ada.redeem(await code(changes))).body['refresh_token']);
  const asWebApp = (): Form => {
    const { clientId, redirectUris = [] } = running.application('web-app');
    return { client_id: clientId, redirect_uri: redirectUris[0], client_secret: canary };
  };
  const marked = { 'client-request-id': canary, code_verifier: `${verifier}${canary}` };
  const noPage = { origin: undefined };

  it('are told by their rows: who asks', async () => {
    ada = await openPage(running);
    expectRow(await ada.redeem(await code(), marked, noPage), 'originMissing');
    expectRow(await ada.redeem(await code(), marked, { origin: `https://${canary}.example` }), 'originForeign');
    expectRow(await ada.redeem(await code(), { ...marked, ...asWebApp() }), 'originUnexpected');
    expectRow(await ada.redeem(canary, { ...asWebApp(), client_secret: undefined }, noPage), 'credentialAbsent');
  });

  it('are told by their rows: codes', async () => {
    expectRow(await ada.redeem(canary), 'codeUnknown');
    const late = await code();
    clock.advance(60);
    expectRow(await ada.redeem(late), 'codeExpired');
    expectRow(await ada.redeem(late), 'codeUsed');
    expectRow(await ada.redeem(await code(), { client_id: running.application('other').clientId }), 'grantOfAnother');
    expectRow(await ada.redeem(await code(), { redirect_uri: `http://localhost:5173/${canary}` }), 'redirectMismatch');
    expectRow(await ada.redeem(await code(), marked), 'verifierWrong');
    const { client_id, redirect_uri } = asWebApp();
    const plain = await code({ client_id, redirect_uri, code_challenge: undefined, code_challenge_method: undefined });
    expectRow(await ada.redeem(plain, { ...asWebApp(), ...marked }, noPage), 'verifierUnexpected');
  });

  it('are told by their rows: scopes', async () => {
    expectRow(await ada.redeem(await code(), { scope: 'api://orders/write' }), 'scopeExceedsGrant');
    expectRow(await ada.redeem(await code(), { scope: `api://orders/${canary}` }), 'scopeUnknown');
    expectRow(await ada.redeem(await code(), { scope: `api://orders/.default api://orders/${canary}` }), 'scopesMixed');
    const token = await begin();
    expectRow(await ada.refresh(token, { scope: 'api://orders/read User.Read' }), 'severalResources');
    expectRow(await ada.refresh(token, { scope: 'https://graph.microsoft.com/.default' }), 'permissionMissing');
    const { clientId, redirectUris = [] } = running.application('other');
    const other = { client_id: clientId, redirect_uri: redirectUris[0] };
    const page = await ada.person.visit(authorizeAddress(running, { ...other, scope: 'openid offline_access' }));
    const agreed = await ada.person.press(page, 'accept');
    const reply = await ada.redeem(agreed.answer?.get('code') ?? '', other);
    const asked = { client_id: clientId, scope: 'api://orders/read' };
    expectRow(await ada.refresh(note('refresh token', reply.body['refresh_token']), asked), 'consentMissing');
  });

  it('are told by their rows: refresh tokens', async () => {
    expectRow(await ada.refresh(canary), 'refreshTokenUnknown');
    const used = await begin();
    note('refresh token', (await ada.refresh(used)).body['refresh_token']);
    expectRow(await ada.refresh(used), 'refreshTokenUsed');
    const revoked = await begin();
    const response = await running.admin('/revoke', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'ada@contoso.example' }),
    });
    assert.equal(response.status, 201);
    expectRow(await ada.refresh(revoked), 'grantRevoked');
    clock.advance(2);
    ada = await openPage(running);
    const { client_id, redirect_uri } = asWebApp();
    const web = await ada.redeem(await code({ client_id, redirect_uri }), asWebApp(), noPage);
    const late = await begin();
    clock.advance(86_400);
    expectRow(await ada.refresh(late), 'refreshTokenExpiredInPage');
    clock.advance(90 * 86_400);
    expectRow(
      await ada.refresh(note('refresh token', web.body['refresh_token']), asWebApp(), noPage),
      'refreshTokenExpired',
    );
  });

  it('cover their part of the table, and leave no trace in events', () => {
    assert.deepEqual([...reached].sort(), Object.keys(delegationRefusals).sort());
    for (const event of running.events) assertShowsNoSecret(event, secrets);
  });
});
