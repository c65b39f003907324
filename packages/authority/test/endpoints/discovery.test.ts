import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { parseJwkSet } from '@holdfast/core';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('discovery', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());

  const getJson = async (path: string): Promise<Record<string, unknown>> => {
    const response = await running.fetch(`${running.sts}${path}`);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    return (await response.json()) as Record<string, unknown>;
  };

  it('gives the members that MSAL and OpenID clients need, with the configured origin', async () => {
    const { sts, tenantId } = running;
    const document = await getJson(`/${tenantId}/v2.0/.well-known/openid-configuration`);
    assert.equal(document['issuer'], `${sts}/${tenantId}/v2.0`);
    assert.equal(document['token_endpoint'], `${sts}/${tenantId}/oauth2/v2.0/token`);
    assert.equal(document['jwks_uri'], `${sts}/${tenantId}/discovery/v2.0/keys`);
    assert.equal(document['authorization_endpoint'], `${sts}/${tenantId}/oauth2/v2.0/authorize`);
    assert.equal(document['end_session_endpoint'], `${sts}/${tenantId}/oauth2/v2.0/logout`);
    assert.deepEqual(document['grant_types_supported'], ['client_credentials', 'authorization_code', 'refresh_token']);
    assert.deepEqual(document['code_challenge_methods_supported'], ['S256']);
    assert.equal(document['authorization_response_iss_parameter_supported'], true);
    assert.ok((document['token_endpoint_auth_methods_supported'] as string[]).includes('none'));
  });

  it('never takes the origin from a request', async () => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example;proto=http',
    };
    const response = await running.fetch(`${running.sts}/common/v2.0/.well-known/openid-configuration`, { headers });
    assert.equal((await response.text()).includes('evil'), false);
  });

  it('names a tenant by its GUID however it was asked for, and everybody by a template', async () => {
    const { sts, tenantId } = running;
    for (const name of ['contoso.example', 'CONTOSO.EXAMPLE', tenantId.toUpperCase()]) {
      const document = await getJson(`/${name}/v2.0/.well-known/openid-configuration`);
      assert.equal(document['issuer'], `${sts}/${tenantId}/v2.0`, name);
    }
    for (const name of ['common', 'organizations']) {
      const document = await getJson(`/${name}/v2.0/.well-known/openid-configuration`);
      assert.equal(document['issuer'], `${sts}/{tenantid}/v2.0`, name);
      assert.equal(document['token_endpoint'], `${sts}/${name}/oauth2/v2.0/token`, name);
    }
  });

  it('gives the version 1 issuer without v2.0 in the path', async () => {
    const { sts, tenantId } = running;
    const document = await getJson(`/${tenantId}/.well-known/openid-configuration`);
    assert.equal(document['issuer'], `${sts}/${tenantId}/`);
  });

  it('publishes keys that core accepts, each with its certificate (RFC 7517 section 4.7)', async () => {
    const document = await getJson(`/${running.tenantId}/discovery/v2.0/keys`);
    const keys = document['keys'] as readonly Record<string, string & string[]>[];
    assert.equal(keys.length, 2);
    assert.equal(parseJwkSet(document).length, 2);
    for (const key of keys) {
      assert.deepEqual(Object.keys(key).sort(), ['alg', 'e', 'issuer', 'kid', 'kty', 'n', 'use', 'x5c', 'x5t']);
      assert.equal(key['issuer'], `${running.sts}/{tenantid}/v2.0`);
      const certificate = new X509Certificate(Buffer.from(key['x5c']?.[0] ?? '', 'base64'));
      assert.equal(certificate.publicKey.export({ format: 'jwk' }).n, key['n']);
      assert.equal(createHash('sha1').update(certificate.raw).digest('base64url'), key['x5t']);
    }
    assert.deepEqual((await getJson('/common/discovery/v2.0/keys'))['keys'], keys);
  });

  it('answers instance discovery for its own host', async () => {
    const { sts, tenantId } = running;
    const asked = encodeURIComponent(`${sts}/${tenantId}/oauth2/v2.0/authorize`);
    const document = await getJson(`/common/discovery/instance?api-version=1.1&authorization_endpoint=${asked}`);
    const host = new URL(sts).host;
    assert.deepEqual(document, {
      tenant_discovery_endpoint: `${sts}/${tenantId}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  });

  it('explains an error where error_uri points', async () => {
    const response = await running.fetch(`${running.sts}/error?code=7000215`);
    assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.match(await response.text(), /^AADSTS7000215 \(invalid_client\)/);
    const gap = await running.fetch(`${running.sts}/error?code=900144`);
    assert.match(await gap.text(), /following parameter: '…'/, 'a gap in the text is shown as one');
  });

  it('answers HEAD, and preflights of any page (Fetch standard, CORS-preflight fetch)', async () => {
    const head = await running.fetch(`${running.sts}/common/v2.0/.well-known/openid-configuration`, { method: 'HEAD' });
    assert.equal(head.status, 200);
    for (const path of ['/common/oauth2/v2.0/token', '/common/v2.0/.well-known/openid-configuration']) {
      const headers = {
        origin: 'https://localhost:9501',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'dpop',
      };
      const response = await running.fetch(`${running.sts}${path}`, { method: 'OPTIONS', headers });
      assert.equal(response.status, 204);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.match(response.headers.get('access-control-allow-headers') ?? '', /dpop/);
      assert.equal(response.headers.get('access-control-allow-credentials'), null);
    }
  });
});
