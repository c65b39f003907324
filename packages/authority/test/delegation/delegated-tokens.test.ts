import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { openPage, type RedeemingPage } from '../harness/redeeming-page.ts';
import { claimsOf, type Form, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('tokens with which an application acts for a user', () => {
  let running: RunningAuthority;
  let ada: RedeemingPage;
  before(async () => {
    running = await runAuthority({
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

  const full = async (changes: Form = {}, redeemed: Form = {}): Promise<Reply> =>
    ada.redeem(await ada.code(changes), redeemed);
  const idClaims = (reply: Reply): Readonly<Record<string, unknown>> =>
    claimsOf({ ...reply, body: { access_token: reply.body['id_token'] } });
  const user = () => running.authority.directory.users.find(({ username }) => username === 'ada@contoso.example')!;

  it('are answered with everything that MSAL reads', async () => {
    const reply = await full({}, { client_info: '1' });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    assert.deepEqual(Object.keys(reply.body).sort(), [
      'access_token',
      'client_info',
      'expires_in',
      'ext_expires_in',
      'id_token',
      'refresh_token',
      'refresh_token_expires_in',
      'scope',
      'token_type',
    ]);
    assert.equal(reply.body['token_type'], 'Bearer');
    assert.equal(reply.body['expires_in'], 3599);
    assert.equal(reply.body['ext_expires_in'], 3599);
    assert.ok([86_399, 86_400].includes(Number(reply.body['refresh_token_expires_in'])));
    assert.deepEqual(String(reply.body['scope']).split(' ').sort(), [
      'api://orders/read',
      'offline_access',
      'openid',
      'profile',
    ]);
    const { objectId, tenantId } = user();
    const info = Buffer.from(String(reply.body['client_info']), 'base64url').toString();
    assert.deepEqual(JSON.parse(info), { uid: objectId, utid: tenantId });
    assert.equal(reply.headers.get('cache-control'), 'no-store');
  });

  it('say what was asked for and no more', async () => {
    const reply = await full({ scope: 'api://orders/read' });
    assert.deepEqual(Object.keys(reply.body).sort(), [
      'access_token',
      'expires_in',
      'ext_expires_in',
      'scope',
      'token_type',
    ]);
    assert.equal(reply.body['scope'], 'api://orders/read');
  });

  it('are version 2 tokens for an API that asks for those', async () => {
    const claims = claimsOf(await full());
    const { objectId, tenantId, displayName } = user();
    const { iat, nbf, exp, sub, sid, uti, ...rest } = claims;
    assert.deepEqual(rest, {
      aud: running.application('orders-api').clientId,
      iss: `${running.sts}/${tenantId}/v2.0`,
      azp: running.application('spa').clientId,
      azpacr: '0',
      ver: '2.0',
      amr: ['pwd'],
      name: displayName,
      oid: objectId,
      preferred_username: 'ada@contoso.example',
      scp: 'read',
      tid: tenantId,
    });
    assert.equal(iat, nbf);
    assert.equal(exp, Number(iat) + 3599);
    for (const value of [sub, sid, uti]) assert.match(String(value), /^[A-Za-z0-9_-]{22,43}$/);
  });

  it('are version 1 tokens for one that does not, with the API as the client spells it', async () => {
    const reply = await full({ scope: 'https://graph.microsoft.com/User.Read' });
    const { iat: _iat, nbf: _nbf, exp: _exp, sub: _sub, sid: _sid, uti: _uti, ...rest } = claimsOf(reply);
    const { objectId, tenantId, displayName } = user();
    assert.deepEqual(rest, {
      aud: 'https://graph.microsoft.com',
      iss: `${running.sts}/${tenantId}/`,
      appid: running.application('spa').clientId,
      appidacr: '0',
      ver: '1.0',
      acr: '1',
      amr: ['pwd'],
      name: displayName,
      oid: objectId,
      unique_name: 'ada@contoso.example',
      upn: 'ada@contoso.example',
      scp: 'User.Read',
      tid: tenantId,
    });
  });

  it('are for Microsoft Graph, and say who signed in at most, where nothing but a sign-in was asked for', async () => {
    const reply = await full({ scope: 'openid profile offline_access' });
    assert.equal(claimsOf(reply)['aud'], 'https://graph.microsoft.com');
    assert.equal(claimsOf(reply)['scp'], 'openid profile');
    assert.ok('id_token' in reply.body && 'refresh_token' in reply.body);
  });

  it('take .default for what the application is registered for', async () => {
    const reply = await full({ scope: 'api://orders/.default' });
    assert.equal(claimsOf(reply)['scp'], 'read write');
    assert.equal(reply.body['scope'], 'api://orders/.default api://orders/read api://orders/write');
  });

  it('never name an application as their subject, nor carry its roles', async () => {
    const claims = claimsOf(await full());
    for (const name of ['idtyp', 'roles', 'xms_mirid', 'idp']) assert.equal(name in claims, false, name);
    assert.notEqual(claims['sub'], claims['oid']);
  });

  it('come with an id_token for the client alone, which no API can take for an access token', async () => {
    const reply = await full();
    const { tenantId, objectId, displayName } = user();
    const { clientId } = running.application('spa');
    const keys = createRemoteJWKSet(new URL(`${running.sts}/${tenantId}/discovery/v2.0/keys`), {
      [customFetch]: running.fetch,
    });
    const { payload } = await jwtVerify(String(reply.body['id_token']), keys, {
      audience: clientId,
      issuer: `${running.sts}/${tenantId}/v2.0`,
      algorithms: ['RS256'],
    });
    const { iat: _iat, nbf: _nbf, exp: _exp, sub: _sub, sid: _sid, uti: _uti, login_hint, ...rest } = payload;
    assert.deepEqual(rest, {
      aud: clientId,
      iss: `${running.sts}/${tenantId}/v2.0`,
      nonce: 'nonce-of-the-page',
      name: displayName,
      oid: objectId,
      preferred_username: 'ada@contoso.example',
      tid: tenantId,
      ver: '2.0',
    });
    // Opaque, as in Entra: it names the account to the logout endpoint, which must not take a bare user name.
    assert.match(String(login_hint), /^O\./);
    for (const name of ['scp', 'roles', 'azp', 'appid', 'cnf']) assert.equal(name in payload, false, name);
  });

  it('carry the nonce back when there was one, and never otherwise', async () => {
    assert.equal('nonce' in idClaims(await full({ nonce: undefined })), false);
    const reply = await full();
    assert.equal(idClaims(reply)['nonce'], 'nonce-of-the-page');
    assert.equal('nonce' in idClaims(await ada.refresh(reply.body['refresh_token'])), false);
  });

  it('say when the user signed in where that was asked for (OpenID Connect Core section 2)', async () => {
    const asked = { id_token: { auth_time: { essential: true }, signin_state: { essential: false } } };
    for (const changes of [{ max_age: '3600' }, { claims: JSON.stringify(asked) }]) {
      const reply = await full(changes);
      const at = Number(idClaims(reply)['auth_time']);
      assert.ok(Math.abs(at - Date.now() / 1000) < 60);
      const renewed = await ada.refresh(reply.body['refresh_token']);
      assert.equal(idClaims(renewed)['auth_time'], at);
    }
    assert.equal('auth_time' in idClaims(await full()), false);
  });

  it('leave the name out without profile, and the address without email', async () => {
    const bare = idClaims(await full({ scope: 'openid api://orders/read' }));
    for (const name of ['name', 'preferred_username', 'login_hint', 'email']) assert.equal(name in bare, false, name);
    assert.equal(idClaims(await full({ scope: 'openid email' }))['email'], 'ada@contoso.example');
  });

  it('call the user by another name with every party, and always by the same (OpenID Connect Core section 8.1)', async () => {
    const [first, second] = [await full(), await full()];
    assert.equal(claimsOf(first)['sub'], claimsOf(second)['sub']);
    assert.equal(idClaims(first)['sub'], idClaims(second)['sub']);
    assert.notEqual(claimsOf(first)['sub'], idClaims(first)['sub']);
    const { clientId, redirectUris = [] } = running.application('other');
    const named = { client_id: clientId, redirect_uri: redirectUris[0] };
    const other = await full({ ...named, nonce: 'x' }, named);
    assert.equal(claimsOf(other)['sub'], claimsOf(first)['sub']);
    assert.notEqual(idClaims(other)['sub'], idClaims(first)['sub']);
    const grace = await openPage(running, 'grace@contoso.example');
    const hers = await grace.redeem(await grace.code());
    assert.notEqual(claimsOf(hers)['sub'], claimsOf(first)['sub']);
  });

  it('say how a confidential application proved itself, and it is redeemed from no page', async () => {
    const { clientId, secret, redirectUris = [] } = running.application('web-app');
    const named = { client_id: clientId, redirect_uri: redirectUris[0] };
    const code = await ada.code({ ...named, code_challenge: undefined, code_challenge_method: undefined });
    const reply = await ada.redeem(
      code,
      { ...named, client_secret: secret, code_verifier: undefined },
      { origin: undefined },
    );
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    assert.equal(claimsOf(reply)['azpacr'], '1');
    assert.ok(Number(reply.body['refresh_token_expires_in']) > 7_775_000);
  });

  it('are asked for at common and organizations too, in the tenant of the application', async () => {
    for (const tenant of ['common', 'organizations']) {
      const { clientId, redirectUris = [] } = running.application('spa');
      const form = {
        grant_type: 'authorization_code',
        client_id: clientId,
        code: await ada.code(),
        redirect_uri: redirectUris[0] ?? '',
        code_verifier: 'a-verifier-of-forty-three-characters-or-more',
      };
      const path = `/${tenant}/oauth2/v2.0/token`;
      const reply = await running.post(path, new URLSearchParams(form).toString(), { origin: 'http://localhost:5173' });
      assert.equal(claimsOf(reply)['iss'], `${running.sts}/${running.tenantId}/v2.0`, tenant);
      const unknown = await running.post(path, 'grant_type=refresh_token&client_id=x&refresh_token=x');
      assert.equal(unknown.status, 400);
    }
  });

  it('are told as events, which carry none of it', async () => {
    const reply = await full();
    const event = running.events.findLast(({ name }) => name === 'token.issued');
    assert.ok(event?.name === 'token.issued');
    assert.equal(event.grant, 'authorization_code');
    assert.equal(event.clientAuthentication, 'none');
    assert.equal(event.objectId, user().objectId);
    const told = JSON.stringify(running.events);
    for (const name of ['access_token', 'id_token', 'refresh_token']) {
      for (const part of String(reply.body[name]).split('.')) assert.equal(told.includes(part), false, name);
    }
  });
});
