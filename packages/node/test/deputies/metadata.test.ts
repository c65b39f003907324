import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { JsonObject } from '@holdfast/core';
import { createConfidentialClient } from '@holdfast/node';
import { answerTokenOrder, metadataOf } from './small-authority.ts';
import { type House, openHouse, streetCa } from './street.ts';

// What an authority says about itself, when somebody else wrote it: the client credential must not follow.

const tenant = '11111111-2222-4333-8444-555555555555';
const otherTenant = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const request = { scopes: ['api://orders/.default'], authenticationScheme: 'pop' } as const;

suite('hostile metadata over real sockets', () => {
  let authority: House;
  let thief: House;
  let plainThief: House;
  before(async () => {
    [authority, thief, plainThief] = await Promise.all([openHouse(), openHouse(), openHouse('http')]);
  });
  after(() => Promise.all([authority, thief, plainThief].map((house) => house.close())));

  const json = { 'content-type': 'application/json' };
  /** Lets a new client ask for a token; gives the code it fails with. */
  async function outcome(): Promise<string> {
    const client = createConfidentialClient({
      authority: `${authority.origin}/${tenant}`,
      clientId: 'c1',
      clientSecret: 'the secret of the client',
      ca: streetCa,
    });
    try {
      await client.acquireTokenForClient(request);
      return 'a token';
    } catch (error) {
      return String((error as { readonly code?: string }).code);
    } finally {
      await client.close();
    }
  }
  function assertNothingSent(label: string): void {
    assert.equal(authority.visits.filter(({ method }) => method === 'POST').length, 0, label);
    assert.deepEqual([thief.connections, plainThief.connections], [0, 0], label);
    authority.visits.splice(0);
  }
  async function outcomeOf(changes: JsonObject): Promise<string> {
    const document = { ...metadataOf(authority.origin, tenant), ...changes };
    authority.answer = (_visit, response) => response.writeHead(200, json).end(JSON.stringify(document));
    return outcome();
  }

  test('a token endpoint anywhere else is not used', async () => {
    const { host } = new URL(thief.origin);
    const { port } = authority;
    for (const address of [
      `${thief.origin}/token`,
      `${plainThief.origin}/token`,
      `http://localhost:${port}/token`,
      `https://localhost.:${port}/token`,
      `https://127.0.0.1:${port}/token`,
      `https://localhost:${port}@${host}/token`,
      `https://user:password@localhost:${port}/token`,
      `${authority.origin}/token#@${host}`,
      `//${host}/token`,
      `/token`,
      `blob:${authority.origin}/token`,
      'data:application/json,{}',
    ]) {
      assert.equal(await outcomeOf({ token_endpoint: address }), 'ERR_METADATA_ENDPOINT', address);
      assertNothingSent(address);
    }
  });

  test('an issuer that is another one, or speaks for another tenant, is not believed', async () => {
    for (const issuer of [
      `${thief.origin}/${tenant}/v2.0`,
      `${authority.origin}/${otherTenant}/v2.0`,
      `${authority.origin}/contoso.example/v2.0`,
      `http://localhost:${authority.port}/${tenant}/v2.0`,
      `https://localhost.:${authority.port}/${tenant}/v2.0`,
      `blob:${authority.origin}/${tenant}/v2.0`,
    ]) {
      assert.equal(await outcomeOf({ issuer }), 'ERR_METADATA_ISSUER', issuer);
      assertNothingSent(issuer);
    }
  });

  test('keys, aliases and endpoints that nobody asked for lead nowhere', async () => {
    const evil = thief.origin;
    const document = {
      ...metadataOf(authority.origin, tenant),
      jwks_uri: `${evil}/keys`,
      authorization_endpoint: `${evil}/authorize`,
      mtls_endpoint_aliases: { token_endpoint: `${evil}/token` },
      cloud_instance_name: new URL(evil).host,
      token_endpoint_auth_methods_supported: ['none'],
    };
    authority.answer = async ({ method, body }, response) => {
      const order = { tenant, form: new URLSearchParams(body) };
      const answer = method === 'GET' ? document : await answerTokenOrder(authority.origin, order, Date.now);
      response.writeHead(200, json).end(JSON.stringify(answer));
    };
    assert.equal(await outcome(), 'a token');
    const orders = authority.visits.filter(({ method }) => method === 'POST');
    assert.deepEqual(
      orders.map(({ url }) => url),
      [`/${tenant}/oauth2/v2.0/token`],
    );
    assert.deepEqual([thief.connections, plainThief.connections], [0, 0]);
    authority.visits.splice(0);
  });

  test('redirects are not followed: not of metadata, not of token requests', async () => {
    const document = JSON.stringify(metadataOf(authority.origin, tenant));
    for (const status of [301, 302, 303, 307, 308]) {
      for (const location of [`${thief.origin}/x`, `${plainThief.origin}/x`, '/elsewhere', `${authority.origin}/x`]) {
        authority.answer = (_visit, response) => response.writeHead(status, { location, ...json }).end(document);
        assert.equal(await outcome(), 'ERR_METADATA_UNREACHABLE');
        assertNothingSent(location);
        authority.answer = ({ method }, response) =>
          method === 'GET'
            ? response.writeHead(200, json).end(document)
            : response.writeHead(status, { location, ...json }).end('{}');
        assert.notEqual(await outcome(), 'a token');
        assert.equal(authority.visits.length, 2);
        authority.visits.splice(0);
        assertNothingSent(location);
      }
    }
  });
});
