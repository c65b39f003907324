import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signCompactJws } from '@holdfast/core';
import { createTokenValidator } from '@holdfast/resource';
import { createFakeClock, createFakeTransport, type FakeReply, type RecordedRequest } from '@holdfast/testing';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import {
  audience,
  authorityOrigin,
  issuer,
  issuerJwks,
  keys,
  mintToken,
  now,
  origin,
  signRequest,
  tenant,
} from '../fixture/people.ts';

// Where keys come from: the configuration, over a transport that shows every address that is asked.

const jwksUri = `${authorityOrigin}/${tenant}/discovery/v2.0/keys`;
const evil = 'https://evil.example/keys';
const good = { json: issuerJwks };

function scene(reply: (request: RecordedRequest) => FakeReply = () => good) {
  const clock = createFakeClock();
  const transport = createFakeTransport({ '*': reply });
  const validator = createTokenValidator({
    issuers: [{ issuer, jwksUri, tenants: [tenant] }],
    audience,
    origins: origin,
    proof: 'when-bound',
    nonce: 'off',
    transport,
    clock,
  });
  const judge = (authorization: string): Promise<string> => verdict(validator.authenticate(incoming(authorization)));
  const bearer = async (claims = {}, header = {}): Promise<string> =>
    judge(`Bearer ${await mintToken(claims, keys.issuer, header)}`);
  const asked = (): readonly string[] => transport.requests.map(({ url }) => url.href);
  return { clock, judge, bearer, asked };
}

test('catalogue 06: a key that a token or a proof brings along verifies neither', async () => {
  const validator = makeValidator({ proof: 'when-bound' });
  const judge = (authorization: string): Promise<string> => verdict(validator.authenticate(incoming(authorization)));
  const { jwk } = keys.thief;
  assert.equal(await judge(`Bearer ${await mintToken({}, keys.thief, { jwk })}`), 'ERR_TOKEN_MALFORMED');
  assert.equal(await judge(`Bearer ${await mintToken({}, keys.issuer, { jwk })}`), 'ERR_TOKEN_MALFORMED');
  assert.equal(await judge(`Bearer ${await mintToken({}, keys.issuer, { x5c: ['AAAA'] })}`), 'ERR_TOKEN_MALFORMED');
  for (const cnf of [{ kid: keys.client.thumbprint }, { jwk: { ...keys.client.jwk } }]) {
    const accessToken = await mintToken({ cnf });
    const stolen = await signRequest({ accessToken, key: keys.thief });
    assert.equal(await judge(`PoP ${stolen}`), 'ERR_SHR_KEY_MISMATCH');
    const payload = { at: accessToken, ts: now(), cnf: { jwk: { ...jwk } } };
    const header = { typ: 'pop', kid: keys.client.thumbprint, jwk };
    assert.equal(
      await judge(`PoP ${await signCompactJws({ header, payload, key: keys.thief })}`),
      'ERR_PROOF_MALFORMED',
    );
  }
});

test('catalogue 07: no address in a token, a proof, a confirmation or a redirect is ever asked for keys', async () => {
  const { bearer, judge, asked } = scene();
  assert.equal(await bearer(), 'accepted');
  for (const address of [evil, jwksUri, `${authorityOrigin}.evil.example/keys`, 'file:///etc/passwd', 'data:,{}', '']) {
    for (const name of ['jku', 'x5u', 'jwks_uri']) {
      assert.equal(await bearer({}, { [name]: address }), 'ERR_TOKEN_MALFORMED', `${name} ${address}`);
    }
    const accessToken = await mintToken({ cnf: { jku: address, kid: keys.client.thumbprint } });
    assert.equal(await judge(`Bearer ${accessToken}`), 'ERR_BINDING_CNF', address);
    assert.equal(await judge(`PoP ${await signRequest({ accessToken })}`), 'ERR_BINDING_CNF', address);
  }
  assert.deepEqual(asked(), [jwksUri]);

  const redirected = scene(() => ({ status: 302, headers: { location: evil } }));
  assert.equal(await redirected.bearer(), 'ERR_ISSUER_KEYS_UNAVAILABLE');
  assert.deepEqual(redirected.asked(), [jwksUri]);
  for (const uri of [
    'http://login.example/keys',
    'file:///keys',
    'ftp://login.example/keys',
    'data:application/json,{}',
  ]) {
    const issuers = [{ issuer, jwksUri: uri, tenants: [tenant] }];
    assert.throws(() => makeValidator({ issuers }), TypeError, uri);
  }
});

test('catalogue 19: a flood of unknown kids asks for keys at most once per cool-down', async () => {
  const { bearer, clock, asked } = scene();
  assert.equal(await bearer(), 'accepted');
  const flood = async (): Promise<void> => {
    const all = await Promise.all(Array.from({ length: 60 }, (_, index) => bearer({}, { kid: `unknown-${index}` })));
    assert.deepEqual(new Set(all), new Set(['ERR_ISSUER_KEY_UNKNOWN']));
  };
  await flood();
  assert.equal(asked().length, 1);
  for (const expected of [2, 3]) {
    clock.advance(30);
    await flood();
    await flood();
    assert.equal(asked().length, expected);
  }
  assert.equal(await bearer(), 'accepted');
});

test('catalogue 20: a key that was withdrawn, a key set that is too old and a token that has expired end at once', async () => {
  let reply: FakeReply = good;
  const { bearer, clock } = scene(() => reply);
  const at = now();
  const times = { iat: at, nbf: at, exp: at + 86_400 * 7 };
  const short = { ...times, exp: at + 600 };
  assert.equal(await bearer(times), 'accepted');
  assert.equal(await bearer(short), 'accepted');
  clock.advance(659);
  assert.equal(await bearer(short), 'accepted', 'within the leeway of a minute');
  clock.advance(1);
  assert.equal(await bearer(short), 'ERR_TOKEN_EXPIRED');

  reply = { json: { keys: [{ ...keys.issuer.jwk, kid: 'issuer-2' }] } };
  assert.equal(await bearer(times, { kid: 'issuer-2' }), 'accepted');
  assert.equal(await bearer(times), 'ERR_ISSUER_KEY_UNKNOWN');

  reply = { status: 503 };
  clock.advance(86_399);
  assert.equal(await bearer(times, { kid: 'issuer-2' }), 'accepted');
  clock.advance(1);
  assert.equal(await bearer(times, { kid: 'issuer-2' }), 'ERR_ISSUER_KEYS_UNAVAILABLE');
});
