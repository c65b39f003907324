import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenValidator, type ResourceEvent, type TokenValidator } from '@holdfast/resource';
import { createFakeClock, createFakeTransport, createGate, type ScriptedReply, settle } from '@holdfast/testing';
import { incoming, verdict } from '../fixture/judge.ts';
import { audience, authorityOrigin, issuer, issuerJwks, keys, mintToken, tenant } from '../fixture/people.ts';

const jwksUri = `${authorityOrigin}/${tenant}/discovery/v2.0/keys`;
const route = `GET ${jwksUri}`;
const good = { json: issuerJwks };
const down = { status: 503 };

function scene(reply: ScriptedReply | readonly ScriptedReply[], start?: number) {
  const clock = createFakeClock(start);
  const transport = createFakeTransport({ [route]: reply });
  const events: ResourceEvent[] = [];
  const validator: TokenValidator = createTokenValidator({
    issuers: [{ issuer, jwksUri, tenants: [tenant] }],
    audience,
    proof: 'bearer-only',
    transport,
    clock,
    events: (event) => events.push(event),
  });
  const judge = async (kid = 'issuer-1'): Promise<string> => {
    const at = Math.floor(clock() / 1000);
    const token = await mintToken({ iat: at, nbf: at, exp: at + 600 }, keys.issuer, { kid });
    return verdict(validator.authenticate(incoming(`Bearer ${token}`)));
  };
  const names = () => events.map(({ name }) => name).filter((name) => name.startsWith('issuer.'));
  return { clock, transport, judge, names };
}

test('keys are asked for once, however many requests come first', async () => {
  const gate = createGate();
  const { judge, transport, names } = scene([{ ...good, after: gate.opened }]);
  const waiting = Array.from({ length: 50 }, () => judge());
  await settle();
  gate.open();
  assert.deepEqual(new Set(await Promise.all(waiting)), new Set(['accepted']));
  assert.equal(transport.requests.length, 1);
  assert.deepEqual(names(), ['issuer.refreshed']);
  assert.equal(transport.requests[0]?.request.redirect, 'manual');
});

test('unknown kids ask again at most once per cool-down', async () => {
  const { judge, transport, clock } = scene(good);
  assert.equal(await judge(), 'accepted');
  const flood = async (): Promise<void> => {
    const found = await Promise.all(Array.from({ length: 100 }, (_, index) => judge(`unknown-${index}`)));
    assert.deepEqual(new Set(found), new Set(['ERR_ISSUER_KEY_UNKNOWN']));
  };
  await flood();
  assert.equal(transport.requests.length, 1);
  clock.advance(30);
  await flood();
  await flood();
  assert.equal(transport.requests.length, 2);
  assert.equal(await judge(), 'accepted');
});

test('a rotated key is found by the next request that names it', async () => {
  const rotated = { keys: [{ ...keys.issuer.jwk, kid: 'issuer-2' }] };
  const { judge, clock } = scene([good, { json: rotated }]);
  assert.equal(await judge(), 'accepted');
  clock.advance(31);
  assert.equal(await judge('issuer-2'), 'accepted');
  // What the authority no longer publishes is no longer trusted.
  assert.equal(await judge('issuer-1'), 'ERR_ISSUER_KEY_UNKNOWN');
});

test('after an hour keys are renewed in the background, and nobody waits', async () => {
  const gate = createGate();
  const { judge, transport, clock, names } = scene([good, { ...good, after: gate.opened }]);
  await judge();
  clock.advance(3599);
  await judge();
  assert.equal(transport.requests.length, 1);
  clock.advance(1);
  assert.deepEqual(await Promise.all([judge(), judge()]), ['accepted', 'accepted']);
  assert.equal(transport.requests.length, 2);
  gate.open();
  await settle();
  assert.deepEqual(names(), ['issuer.refreshed', 'issuer.refreshed']);
});

test('trouble at the authority is ridden out on known keys for a day, then everything is refused with 503', async () => {
  let isDown = false;
  const { judge, clock, names } = scene(() => (isDown ? down : good));
  await judge();
  isDown = true;
  clock.advance(86_399);
  assert.equal(await judge(), 'accepted');
  await settle();
  clock.advance(1);
  assert.equal(await judge(), 'ERR_ISSUER_KEYS_UNAVAILABLE');
  assert.ok(names().includes('issuer.failed'));
  isDown = false;
  clock.advance(30);
  assert.equal(await judge(), 'accepted');
});

test('while the authority does not answer, an unknown kid is 503 and not a verdict', async () => {
  const { judge, clock } = scene([good, down, down, good]);
  await judge();
  clock.advance(30);
  assert.equal(await judge('issuer-2'), 'ERR_ISSUER_KEYS_UNAVAILABLE');
  assert.equal(await judge('issuer-2'), 'ERR_ISSUER_KEYS_UNAVAILABLE');
  assert.equal(await judge(), 'accepted');
});

test('a first failure is retried after 1, 2, 4 … seconds, and no sooner', async () => {
  const { judge, transport, clock } = scene([down, down, down, good]);
  const tried: number[] = [];
  for (let second = 0; second <= 7; second += 1) {
    const before = transport.requests.length;
    const outcome = await judge();
    assert.equal(outcome, second === 7 ? 'accepted' : 'ERR_ISSUER_KEYS_UNAVAILABLE');
    if (transport.requests.length > before) tried.push(second);
    clock.advance(1);
  }
  assert.deepEqual(tried, [0, 1, 3, 7]);
});

test('a clock that is set back makes keys be asked for sooner, never later', async () => {
  const rotated = { keys: [{ ...keys.issuer.jwk, kid: 'issuer-2' }] };
  const { judge, clock, transport } = scene([good, { json: rotated }]);
  assert.equal(await judge(), 'accepted');
  clock.advance(-7200);
  assert.equal(await judge('issuer-2'), 'accepted');
  assert.equal(transport.requests.length, 2);
});

test('issuers that name one address share its keys, and others do not', async () => {
  const clock = createFakeClock();
  const transport = createFakeTransport({ [route]: good });
  const validator = createTokenValidator({
    issuers: [
      { issuer, jwksUri, tenants: [tenant] },
      { issuer: `${authorityOrigin}/${tenant}/`, jwksUri, tenants: [tenant], keyIssuer: issuer },
    ],
    audience,
    proof: 'bearer-only',
    transport,
    clock,
  });
  for (const iss of [issuer, `${authorityOrigin}/${tenant}/`]) {
    assert.equal(await verdict(validator.authenticate(incoming(`Bearer ${await mintToken({ iss })}`))), 'accepted');
  }
  assert.equal(transport.requests.length, 1);
});
