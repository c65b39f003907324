import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenValidator, type ResourceEvent } from '@holdfast/resource';
import { createFakeTransport, type FakeReply } from '@holdfast/testing';
import { incoming, verdict } from '../fixture/judge.ts';
import { audience, authorityOrigin, clock, issuer, issuerJwks, keys, mintToken, tenant } from '../fixture/people.ts';

const jwksUri = `${authorityOrigin}/keys`;
const token = await mintToken();

async function outcome(reply: FakeReply | Response): Promise<{ code: string; why: string }> {
  const events: ResourceEvent[] = [];
  const validator = createTokenValidator({
    issuers: [{ issuer, jwksUri, tenants: [tenant] }],
    audience,
    proof: 'bearer-only',
    transport: createFakeTransport({ [`GET ${jwksUri}`]: () => reply }),
    clock,
    events: (event) => events.push(event),
  });
  const code = await verdict(validator.authenticate(incoming(`Bearer ${token}`)));
  const failed = events.find((event) => event.name === 'issuer.failed');
  return { code, why: failed?.cause instanceof Error ? failed.cause.message : '' };
}

const text = JSON.stringify(issuerJwks);
const json = { 'content-type': 'application/json' };

test('a key set is JSON of status 200, under either content type (RFC 7517 section 8.5)', async () => {
  for (const type of ['application/json', 'application/json; charset=utf-8', 'application/jwk-set+json']) {
    assert.equal((await outcome({ body: text, headers: { 'content-type': type } })).code, 'accepted', type);
  }
});

const refused: Readonly<Record<string, readonly [FakeReply | Response, RegExp]>> = {
  'another status': [{ status: 404, body: text, headers: json }, /status 404/],
  'another success status': [{ status: 206, body: text, headers: json }, /status 206/],
  'a redirect': [{ status: 302, headers: { location: 'https://evil.example/keys' } }, /status 302/],
  'no content type': [{ body: new TextEncoder().encode(text) }, /not JSON/],
  'a web page': [{ body: text, headers: { 'content-type': 'text/html' } }, /not JSON/],
  'a type that starts like JSON': [{ body: text, headers: { 'content-type': 'application/json5' } }, /not JSON/],
  'more than 512 KiB': [{ body: `${text}${' '.repeat(524_288)}`, headers: json }, /too long/],
  'bytes that are not UTF-8': [{ body: Uint8Array.of(0x7b, 0xff, 0x7d), headers: json }, /UTF-8/],
  'a member named twice': [{ body: '{"keys":[],"keys":[]}', headers: json }, /twice/],
  'an empty body': [{ body: '', headers: json }, /JSON/],
  'no key at all': [{ json: { keys: [] } }, /no key/],
  'no usable key': [{ json: { keys: [{ kty: 'OKP', crv: 'Ed25519', kid: 'a', x: 'AAAA' }] } }, /no key/],
  'a private key': [{ json: { keys: [{ ...keys.issuer.jwk, kid: 'issuer-1', d: 'AAAA' }] } }, /private/],
  'a symmetric key': [{ json: { keys: [{ kty: 'oct', k: 'AAAA', kid: 'issuer-1' }] } }, /private/],
  'two keys under one kid': [
    { json: { keys: [keys.issuer.jwk, keys.issuer.jwk].map((jwk) => ({ ...jwk, kid: 'issuer-1' })) } },
    /one kid/,
  ],
  'a broken connection': [{ fail: new TypeError('fetch failed') }, /fetch failed/],
};

for (const [name, [reply, why]] of Object.entries(refused)) {
  test(`fails closed on ${name}`, async () => {
    const found = await outcome(reply);
    assert.equal(found.code, 'ERR_ISSUER_KEYS_UNAVAILABLE');
    assert.match(found.why, why);
  });
}

test('a redirect that a transport followed on its own is refused too', async () => {
  const followed = new Response(text, { headers: json });
  Object.defineProperty(followed, 'redirected', { value: true });
  assert.match((await outcome(followed)).why, /redirected/);
});

test('an endless body is cut off, not collected', async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(32));
    },
  });
  assert.match((await outcome(new Response(endless, { headers: json }))).why, /too long/);
  assert.ok(given < 1_000_000, `${given} bytes were asked for`);
});
