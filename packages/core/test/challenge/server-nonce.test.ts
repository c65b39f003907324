import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { AuthenticationHeaderParser } from '@azure/msal-common';
import { createFakeClock } from '@holdfast/testing';
import fc from 'fast-check';
import { createNonceIssuer } from '../../src/challenge/server-nonce.ts';
import { buildWwwAuthenticate } from '../../src/http/www-authenticate.ts';
import { wildText } from '../fixtures/wild-texts.ts';

const start = 1_700_000_000_000;
const secret = new Uint8Array(32).fill(7);

function setUp(windowSeconds?: number) {
  const clock = createFakeClock(start);
  return { clock, issuer: createNonceIssuer({ secret, clock, windowSeconds }) };
}

/** Signs a nonce as the issuer does, for times at which it never would. */
function forge(epochSeconds: number, key: Uint8Array = secret): string {
  const payload = epochSeconds.toString(36).padStart(8, '0') + 'r'.repeat(12);
  const mac = createHmac('sha256', key).update(`holdfast server nonce 1\n${payload}`).digest('base64url');
  return payload + mac.slice(0, 40);
}

describe('createNonceIssuer', () => {
  it('issues unpadded base64url of one length, which MSAL.js reads whole', async () => {
    const { issuer } = setUp();
    const nonce = await issuer.issue();
    assert.match(nonce, /^[A-Za-z0-9_-]{60}$/);
    const field = buildWwwAuthenticate({ scheme: 'PoP', params: { nonce } });
    assert.equal(new AuthenticationHeaderParser({ 'WWW-Authenticate': field }).getShrNonce(), nonce);
  });

  it('never issues a nonce twice, also within one second', async () => {
    const { issuer } = setUp();
    const nonces = await Promise.all(Array.from({ length: 200 }, () => issuer.issue()));
    assert.equal(new Set(nonces).size, 200);
    assert.equal(new Set(nonces.map((nonce) => nonce.slice(7, 17))).size, 200);
  });

  it('says fresh up to the end of the window, then stale', async () => {
    const { clock, issuer } = setUp();
    const nonce = await issuer.issue();
    assert.equal(await issuer.check(nonce), 'fresh');
    clock.advance(300);
    assert.equal(await issuer.check(nonce), 'fresh');
    clock.advance(1);
    assert.equal(await issuer.check(nonce), 'stale');
    clock.advance(365 * 86_400);
    assert.equal(await issuer.check(nonce), 'stale');
  });

  it('judges a nonce that it recognises as it judged it first: by its age, and by every letter', async () => {
    const { clock, issuer } = setUp(10);
    const nonce = await issuer.issue();
    for (let time = 0; time < 3; time += 1) assert.equal(await issuer.check(nonce), 'fresh');
    assert.equal(await issuer.check(`${nonce.slice(0, -1)}${nonce.endsWith('A') ? 'B' : 'A'}`), 'unknown');
    clock.advance(-6);
    assert.equal(await issuer.check(nonce), 'unknown');
    clock.advance(17);
    assert.equal(await issuer.check(nonce), 'stale');
  });

  it('knows as many nonces as were ever issued, whatever it remembers of them', async () => {
    const { issuer } = setUp();
    const nonces = await Promise.all(Array.from({ length: 1000 }, () => issuer.issue()));
    for (const nonce of [...nonces, ...nonces]) assert.equal(await issuer.check(nonce), 'fresh');
  });

  it('calls for another nonce when more than half of a window has passed', async () => {
    const { clock, issuer } = setUp(10);
    const nonce = await issuer.issue();
    assert.equal(issuer.isDue(nonce), false);
    clock.advance(5);
    assert.equal(issuer.isDue(nonce), false);
    clock.advance(1);
    assert.equal(issuer.isDue(nonce), true);
  });

  it('keeps to the window it is given', async () => {
    const { clock, issuer } = setUp(10);
    const nonce = await issuer.issue();
    clock.advance(11);
    assert.equal(await issuer.check(nonce), 'stale');
  });

  it('recognises the nonces of other nodes with its secret, and of nobody else', async () => {
    const { clock, issuer } = setUp();
    const nonce = await createNonceIssuer({ secret: new Uint8Array(secret), clock }).issue();
    assert.equal(await issuer.check(nonce), 'fresh');
    const stranger = await createNonceIssuer({ secret: new Uint8Array(32).fill(8), clock }).issue();
    assert.equal(await issuer.check(stranger), 'unknown');
  });

  it('bears with clocks of other nodes 5 seconds ahead; later is unknown, though its MAC verifies', async () => {
    const { issuer } = setUp();
    assert.equal(await issuer.check(forge(start / 1000)), 'fresh');
    assert.equal(await issuer.check(forge(start / 1000 + 5)), 'fresh');
    assert.equal(await issuer.check(forge(start / 1000 + 6)), 'unknown');
    assert.equal(await issuer.check(forge(36 ** 8 - 1)), 'unknown');
  });

  it('says stale only when the MAC verifies', async () => {
    const { issuer } = setUp();
    assert.equal(await issuer.check(forge(start / 1000 - 301)), 'stale');
    assert.equal(await issuer.check(forge(start / 1000 - 301, new Uint8Array(32))), 'unknown');
    assert.equal(await issuer.check(forge(0)), 'stale');
  });

  it('still works when seconds no longer fit 32 bits', async () => {
    const issuer = createNonceIssuer({ secret, clock: () => 2 ** 33 * 1000 });
    assert.equal(await issuer.check(await issuer.issue()), 'fresh');
  });

  it('knows no nonce with a changed character, anywhere', async () => {
    const { issuer } = setUp();
    const nonce = await issuer.issue();
    for (let index = 0; index < nonce.length; index += 1) {
      const other = nonce[index] === 'A' ? 'B' : 'A';
      assert.equal(await issuer.check(nonce.slice(0, index) + other + nonce.slice(index + 1)), 'unknown');
    }
  });

  it('knows no letter by its low byte only', async () => {
    const { issuer } = setUp();
    const nonce = await issuer.issue();
    for (let index = 0; index < nonce.length; index += 1) {
      const twin = String.fromCharCode(nonce.charCodeAt(index) + 256);
      assert.equal(await issuer.check(nonce.slice(0, index) + twin + nonce.slice(index + 1)), 'unknown');
    }
  });

  it('knows no other spelling of its nonce', async () => {
    const { issuer } = setUp();
    const nonce = await issuer.issue();
    for (const other of [`${nonce}=`, `${nonce}A`, nonce.slice(1), ` ${nonce.slice(1)}`, `${nonce}\n`, '']) {
      assert.equal(await issuer.check(other), 'unknown');
    }
  });

  it('throws for no text', async () => {
    const { issuer } = setUp();
    const texts = fc.oneof(wildText(), wildText({ minLength: 60, maxLength: 60 }));
    await fc.assert(fc.asyncProperty(texts, async (text) => (await issuer.check(text)) === 'unknown'));
  });

  it('keeps its own copy of the secret', async () => {
    const mine = new Uint8Array(32).fill(7);
    const issuer = createNonceIssuer({ secret: mine, clock: () => start });
    mine.fill(0);
    assert.equal(await issuer.check(forge(start / 1000)), 'fresh');
  });

  it('refuses a short secret and a window that is no positive whole number', () => {
    assert.throws(() => createNonceIssuer({ secret: new Uint8Array(31) }), TypeError);
    assert.throws(() => createNonceIssuer({ secret: 'x'.repeat(64) as never }), TypeError);
    for (const windowSeconds of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => createNonceIssuer({ secret, windowSeconds }), TypeError);
    }
  });
});
