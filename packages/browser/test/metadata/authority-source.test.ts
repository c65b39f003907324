import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createBench,
  keySet,
  keys,
  keysRoute,
  metadataRoute,
  openidConfiguration,
  origin,
  otherTenantId,
  refusedWith,
  tenantId,
} from '../fixtures/test-authority.ts';

describe('metadata of an authority', () => {
  it('is asked for once by all, and kept for a day', async () => {
    const { source, transport, clock } = createBench();
    const [one] = await Promise.all(Array.from({ length: 20 }, () => source.metadata()));
    assert.deepEqual(one, {
      issuer: `${origin}/${tenantId}/v2.0`,
      authorizationEndpoint: `${origin}/oauth2/v2.0/authorize`,
      tokenEndpoint: `${origin}/oauth2/v2.0/token`,
      endSessionEndpoint: `${origin}/oauth2/v2.0/logout`,
      jwksUri: `${origin}/keys`,
      namesIssuer: true,
    });
    clock.advance(86_399);
    await source.metadata();
    assert.equal(transport.requests.length, 1);
    clock.advance(1);
    await source.metadata();
    assert.equal(transport.requests.length, 2);
  });

  it('is asked for without cookies, and redirects are not followed', async () => {
    const { source, transport } = createBench();
    await source.metadata();
    const [asked] = transport.requests;
    assert.deepEqual([asked?.request.credentials, asked?.request.redirect], ['omit', 'manual']);
  });

  it('is asked for again after a failure, and when the clock was set back', async () => {
    const json = openidConfiguration();
    const { source, transport, clock } = createBench({
      routes: { [metadataRoute()]: [{ status: 503 }, { json }, { json }] },
    });
    await assert.rejects(source.metadata(), refusedWith('ERR_METADATA_UNREACHABLE'));
    await source.metadata();
    clock.advance(-1);
    await source.metadata();
    assert.equal(transport.requests.length, 3);
  });

  it('is refused for another tenant or origin, and for endpoints of somebody else', async () => {
    const thief = 'https://thief.example/x';
    const wrong: [object, string][] = [
      [{ issuer: `${origin}/${otherTenantId}/v2.0` }, 'ERR_METADATA_ISSUER'],
      [{ issuer: `https://thief.example/${tenantId}/v2.0` }, 'ERR_METADATA_ISSUER'],
      [{ authorization_endpoint: thief }, 'ERR_METADATA_ENDPOINT'],
      [{ authorization_endpoint: `javascript:alert(1)//${origin}` }, 'ERR_METADATA_ENDPOINT'],
      [{ authorization_endpoint: undefined }, 'ERR_METADATA_MALFORMED'],
      [{ token_endpoint: thief }, 'ERR_METADATA_ENDPOINT'],
      [{ jwks_uri: thief }, 'ERR_METADATA_ENDPOINT'],
      [{ jwks_uri: 'http://login.example/keys' }, 'ERR_METADATA_ENDPOINT'],
      [{ end_session_endpoint: thief }, 'ERR_METADATA_ENDPOINT'],
      [{ end_session_endpoint: 7 }, 'ERR_METADATA_MALFORMED'],
    ];
    for (const [configuration, code] of wrong) {
      const { source } = createBench({ configuration });
      await assert.rejects(source.metadata(), refusedWith(code), JSON.stringify(configuration));
    }
    const { source } = createBench({ configuration: { jwks_uri: thief }, trusted: ['https://thief.example'] });
    assert.equal((await source.metadata()).jwksUri, thief);
  });

  it('may lack an address to sign out at, and the promise to name its issuer', async () => {
    const configuration = { end_session_endpoint: undefined, authorization_response_iss_parameter_supported: 'true' };
    const { endSessionEndpoint, namesIssuer } = await createBench({ configuration }).source.metadata();
    assert.deepEqual([endSessionEndpoint, namesIssuer], [undefined, false]);
  });

  it('has a template for its issuer where tenants share it', async () => {
    const { source } = createBench({ tenant: 'common', issuer: '{tenantid}' });
    assert.equal((await source.metadata()).issuer, `${origin}/{tenantid}/v2.0`);
  });

  it('that does not come in time is unreachable', async () => {
    const routes = { [metadataRoute()]: { after: new Promise(() => undefined) } };
    const { source } = createBench({ routes, timeoutMs: 20 });
    await assert.rejects(source.metadata(), refusedWith('ERR_METADATA_UNREACHABLE'));
  });
});

describe('keys of an authority', () => {
  it('are asked for again for a name that is not known, but not twice in 30 seconds', async () => {
    const { source, transport, clock } = createBench({
      routes: {
        [keysRoute]: [
          { json: keySet({ old: keys.rs256 }) },
          { json: keySet({ fresh: keys.es256 }) },
          { json: keySet({}) },
        ],
      },
    });
    assert.equal((await source.findKey('old'))?.kid, 'old');
    assert.equal(await source.findKey('fresh'), undefined, 'the set is young');
    clock.advance(30);
    const found = await Promise.all([source.findKey('fresh'), source.findKey('fresh')]);
    assert.deepEqual(
      found.map((key) => key?.kid),
      ['fresh', 'fresh'],
    );
    assert.equal(transport.requestsTo(keysRoute).length, 2);
    await source.findKey('nobody');
    assert.equal(transport.requestsTo(keysRoute).length, 2);
  });

  it('that disclose a private one are refused', async () => {
    const json = keySet({ rs: keys.rs256 }, { d: 'AQAB' });
    const { source } = createBench({ routes: { [keysRoute]: { json } } });
    await assert.rejects(source.findKey('rs'), refusedWith('ERR_JWK_PRIVATE'));
  });

  it('that cannot be read are an error, not an unknown key', async () => {
    const { source } = createBench({ routes: { [keysRoute]: { status: 500 } } });
    await assert.rejects(source.findKey('rs'), refusedWith('ERR_METADATA_UNREACHABLE'));
  });
});
