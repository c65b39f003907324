import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, jwtVerify } from 'jose';
import { claimsOf, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('access tokens of client_credentials', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory(`
resources:
  api://long: { accessTokenLifetimeSeconds: 14400 }
  api://short: { accessTokenLifetimeSeconds: 60 }
  api://old: { accessTokenVersion: 1 }
tenants:
  contoso.example:
    applications:
      brief: { secret: generate, accessTokenLifetimeSeconds: 120 }
`),
    });
  });
  after(() => running.close());

  const verify = (token: string, expected: { issuer: string; audience: string }) =>
    jwtVerify(
      token,
      createRemoteJWKSet(new URL(`${running.sts}/${running.tenantId}/discovery/v2.0/keys`), {
        [customFetch]: running.fetch,
      }),
      { ...expected, algorithms: ['RS256'], typ: 'JWT', requiredClaims: ['iat', 'nbf', 'exp', 'uti', 'tid', 'oid'] },
    );

  it('have the version 2 shape for an API that wants it, and verify with jose over TLS', async () => {
    const reply = await running.token();
    const api = running.application('orders-api');
    const daemon = running.application('daemon');
    const { payload } = await verify(String(reply.body['access_token']), {
      issuer: `${running.sts}/${running.tenantId}/v2.0`,
      audience: api.clientId,
    });
    assert.equal(reply.status, 200);
    assert.equal(payload['ver'], '2.0');
    assert.equal(payload['azp'], daemon.clientId);
    assert.equal(payload['azpacr'], '1');
    assert.equal(payload['idtyp'], 'app');
    assert.equal(payload['tid'], running.tenantId);
    assert.deepEqual(payload['roles'], ['Orders.Read', 'Orders.Write']);
    assert.match(String(payload['oid']), guid);
    assert.equal(payload.sub, payload['oid']);
    for (const absent of ['appid', 'appidacr', 'idp', 'cnf', 'xms_cc', 'scp'])
      assert.equal(absent in payload, false, absent);
  });

  it('have the version 1 shape for an API that wants it', async () => {
    const reply = await running.token({ scope: 'https://vault.azure.net/.default' });
    const issuer = `${running.sts}/${running.tenantId}/`;
    const { payload } = await verify(String(reply.body['access_token']), {
      issuer,
      audience: 'https://vault.azure.net',
    });
    assert.equal(payload['ver'], '1.0');
    assert.equal(payload['appid'], running.application('daemon').clientId);
    assert.equal(payload['appidacr'], '1');
    assert.equal(payload['idp'], issuer);
    for (const absent of ['azp', 'azpacr', 'roles']) assert.equal(absent in payload, false, absent);
  });

  it('keep the spelling of the resource as version 1 audience, as Entra does with https://host//.default', async () => {
    const claims = claimsOf(await running.token({ scope: 'https://vault.azure.net//.default' }));
    assert.equal(claims['aud'], 'https://vault.azure.net/');
  });

  it('are the same for an API named by its client id in any letter case', async () => {
    const api = running.application('orders-api');
    const claims = claimsOf(await running.token({ scope: `${api.clientId.toUpperCase()}/.default` }));
    assert.equal(claims['aud'], api.clientId);
    assert.deepEqual(claims['roles'], ['Orders.Read', 'Orders.Write']);
  });

  it('name the signing key by kid and x5t', async () => {
    const reply = await running.token();
    const header = decodeProtectedHeader(String(reply.body['access_token']));
    assert.deepEqual(Object.keys(header).sort(), ['alg', 'kid', 'typ', 'x5t']);
  });

  it('each have their own uti', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => running.token()));
    assert.equal(new Set(replies.map((reply) => claimsOf(reply)['uti'])).size, 20);
  });

  it('come with a reply that is never stored and says how long they live', async () => {
    const reply = await running.token();
    assert.equal(reply.headers.get('cache-control'), 'no-store');
    assert.equal(reply.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.deepEqual(
      { ...reply.body, access_token: '' },
      { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: '' },
    );
    const { exp, iat } = claimsOf(reply) as { exp: number; iat: number };
    assert.equal(exp - iat, 3599);
  });

  it('carry a refresh hint at half their life when that is more than two hours', async () => {
    const reply = await running.token({ scope: 'api://long/.default' });
    assert.equal(reply.body['expires_in'], 14400);
    assert.equal(reply.body['refresh_in'], 7200);
    assert.equal('refresh_in' in (await running.token()).body, false);
  });

  it('live as long as the shorter wish of application and API', async () => {
    const { clientId, secret } = running.application('brief');
    const asBrief = (scope: string) => running.token({ client_id: clientId, client_secret: secret, scope });
    assert.equal((await asBrief('api://long/.default')).body['expires_in'], 120);
    assert.equal((await asBrief('api://short/.default')).body['expires_in'], 60);
    assert.equal((await asBrief('api://old/.default')).body['expires_in'], 120);
  });

  it('are issued in the tenant that the path names, by GUID in any case or by domain', async () => {
    for (const tenant of [running.tenantId, running.tenantId.toUpperCase(), 'contoso.example', 'CONTOSO.example']) {
      const claims = claimsOf(await running.token({}, { tenant }));
      assert.equal(claims['iss'], `${running.sts}/${running.tenantId}/v2.0`, tenant);
    }
  });

  it('carry the capabilities of the claims parameter in lower case', async () => {
    const claims = claimsOf(
      await running.token({
        claims:
          '{ "access_token": { "xms_cc": { "values": ["CP1", "cp1", "x\\u0000"] }, "nbf": { "essential": true } } }',
      }),
    );
    assert.deepEqual(claims['xms_cc'], ['cp1']);
  });
});
