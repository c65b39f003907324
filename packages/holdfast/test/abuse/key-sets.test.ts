import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, suite, test } from 'node:test';
import { generateSigningKey, type JsonObject, type SigningKey, signCompactJws } from '@holdfast/core';
import { createTlsTransport, type TlsTransport } from '@holdfast/node';
import { createTokenValidator, type TokenValidator } from '@holdfast/resource';
import { type House, openHouse, streetCa } from '../../../node/test/deputies/street.ts';

// Where a validator gets its keys, over real sockets: from the two configured addresses, and from nobody else.

const audience = 'api://orders';

suite('key sets of two issuers', () => {
  let houses: readonly [House, House];
  let thief: House;
  let keys: readonly [SigningKey, SigningKey];
  let transport: TlsTransport;
  let validator: TokenValidator;
  let nowMs = Date.now();

  before(async () => {
    houses = await Promise.all([openHouse(), openHouse()]);
    thief = await openHouse();
    keys = await Promise.all([generateSigningKey({ alg: 'RS256' }), generateSigningKey({ alg: 'RS256' })]);
    transport = createTlsTransport({ ca: streetCa });
  });
  beforeEach(() => {
    nowMs = Date.now();
    houses.forEach((house, index) => {
      house.visits.splice(0);
      house.answer = (_visit, response) => sendKeys(response, [keys[index] as SigningKey]);
    });
    validator = createTokenValidator({
      issuers: houses.map(({ origin }) => ({ issuer: `${origin}/issuer`, jwksUri: `${origin}/keys` })),
      audience,
      proof: 'bearer-only',
      transport,
      clock: () => nowMs,
    });
  });
  after(async () => {
    await transport.close();
    await Promise.all([...houses, thief].map((house) => house.close()));
  });

  // Both issuers name their key alike.
  const sendKeys = (response: ServerResponse, published: readonly SigningKey[]): unknown =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ keys: published.map(({ jwk }) => ({ ...jwk, kid: 'one', use: 'sig' })) }));

  async function judge(issuer: 0 | 1, key: SigningKey, header: JsonObject = {}): Promise<string> {
    const now = Math.floor(nowMs / 1000);
    const payload = {
      iss: `${houses[issuer].origin}/issuer`,
      aud: audience,
      iat: now,
      nbf: now,
      exp: now + 600,
      azp: 'c1',
      roles: ['Orders.Read'],
      sub: 's',
    };
    const token = await signCompactJws({ header: { typ: 'JWT', kid: 'one', ...header }, payload, key });
    const headers = [['Authorization', `Bearer ${token}`]] as const;
    return validator.authenticate({ method: 'GET', target: '/', headers, body: new Uint8Array(0) }).then(
      () => 'accepted',
      (error: { readonly code: string }) => error.code,
    );
  }
  const asked = (): readonly (readonly string[])[] => houses.map(({ visits }) => visits.map(({ url }) => url));

  test('a key of one issuer never serves the other, before and after both are known', async () => {
    for (let round = 0; round < 2; round += 1) {
      assert.equal(await judge(0, keys[1]), 'ERR_TOKEN_SIGNATURE');
      assert.equal(await judge(1, keys[0]), 'ERR_TOKEN_SIGNATURE');
      assert.equal(await judge(0, keys[0]), 'accepted');
      assert.equal(await judge(1, keys[1]), 'accepted');
    }
    assert.deepEqual(asked(), [['/keys'], ['/keys']]);
  });

  test('a flood of unknown kids, for both at once: one request each per cool-down', async () => {
    await Promise.all([judge(0, keys[0]), judge(1, keys[1])]);
    for (let round = 1; round <= 3; round += 1) {
      const flood = Array.from({ length: 100 }, (_, index) =>
        judge((index % 2) as 0 | 1, keys[0], { kid: `unknown-${round}-${index}` }),
      );
      assert.deepEqual(new Set(await Promise.all(flood)), new Set(['ERR_ISSUER_KEY_UNKNOWN']));
      assert.deepEqual(
        asked().map((urls) => urls.length),
        [round, round],
      );
      nowMs += 30_000;
    }
    assert.equal(await judge(0, keys[0]), 'accepted');
  });

  test('a redirect of the key set is not followed: to nobody, not even to the other issuer or itself', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      for (const location of [
        `${thief.origin}/keys`,
        `${houses[1].origin}/keys`,
        '/other',
        `${houses[0].origin}/other`,
      ]) {
        houses[0].answer = (_visit, response) => response.writeHead(status, { location }).end();
        houses[0].visits.splice(0);
        assert.equal(await judge(0, keys[0]), 'ERR_ISSUER_KEYS_UNAVAILABLE');
        assert.ok(houses[0].visits.length <= 1);
        nowMs += 60_000;
      }
    }
    assert.ok(houses[0].visits.every(({ url }) => url === '/keys'));
    assert.deepEqual(asked()[1], []);
    assert.equal(thief.connections, 0);
  });

  test('a key set that never ends, that stutters, or that is cut off keeps nobody but its own issuer waiting', async () => {
    const block = Buffer.alloc(65_536, ' ');
    houses[0].answer = (_visit, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const pour = (): void => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', pour);
      pour();
    };
    assert.equal(await judge(0, keys[0]), 'ERR_ISSUER_KEYS_UNAVAILABLE');
    assert.equal(await judge(1, keys[1]), 'accepted');
    nowMs += 60_000;
    houses[0].answer = (_visit, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"keys":[', () => response.destroy());
    };
    assert.equal(await judge(0, keys[0]), 'ERR_ISSUER_KEYS_UNAVAILABLE');
    nowMs += 60_000;
    houses[0].answer = (_visit, response) => sendKeys(response, [keys[0]]);
    assert.equal(await judge(0, keys[0]), 'accepted');
  });
});
