import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthenticationHeaderParser } from '@azure/msal-common';
import { generateSigningKey, type JsonObject, type ShrDialect, signCompactJws } from '@holdfast/core';
import { incoming, makeValidator, nonceOf, refusal, verdict } from '../fixture/judge.ts';
import { mintToken, now, origin } from '../fixture/people.ts';

// The shapes that @azure/msal-browser 5.29 and MSAL.NET put on the wire, as recorded from them.

const key = await generateSigningKey({ alg: 'RS256' });
const accessToken = await mintToken({ cnf: { kid: key.thumbprint, xms_ksl: 'sw' } });
const host = new URL(origin).host;
const target = '/Orders/7?b=2&a=1';
const wrappedKid = Buffer.from(JSON.stringify({ kid: key.thumbprint })).toString('base64url');

const browser = (changes: JsonObject = {}): Promise<string> =>
  signCompactJws({
    header: { typ: 'pop', kid: wrappedKid },
    payload: {
      at: accessToken,
      ts: now(),
      m: 'GET',
      u: host,
      nonce: 'eac427d2-b6bb-47ff-b60c-6d4ff36c6f80',
      p: '/orders/7',
      q: [[], 'b=2&a=1'],
      cnf: { jwk: { ...key.jwk, alg: 'RS256', ext: true, key_ops: ['verify'] } },
      ...changes,
    },
    key,
  });
const dotnet = (changes: JsonObject = {}): Promise<string> =>
  signCompactJws({
    header: { typ: 'pop', kid: key.thumbprint },
    payload: {
      cnf: { jwk: { ...key.jwk } },
      ts: now(),
      at: accessToken,
      nonce: '0123456789abcdef0123456789abcdef',
      m: 'GET',
      u: host,
      p: '/Orders/7',
      ...changes,
    },
    key,
  });

const judge = async (dialects: readonly ShrDialect[], proof: Promise<string>, at = target): Promise<string> =>
  verdict(makeValidator({ dialects }).authenticate(incoming(`PoP ${await proof}`, { target: at })));

test('a dialect is spoken only where it is enabled by name', async () => {
  assert.equal(await judge(['msal-browser'], browser()), 'accepted');
  assert.equal(await judge(['msal-browser', 'msal-dotnet'], browser()), 'accepted');
  assert.equal(await judge(['msal-browser', 'msal-dotnet'], dotnet()), 'accepted');
  assert.equal(await judge(['strict', 'msal-browser', 'msal-dotnet'], dotnet()), 'accepted');
  assert.notEqual(await judge(['strict'], browser()), 'accepted');
  assert.notEqual(await judge(['strict'], dotnet()), 'accepted');
  assert.notEqual(await judge(['msal-dotnet'], browser()), 'accepted');
  assert.notEqual(await judge(['msal-browser'], dotnet()), 'accepted');
});

test('a dialect is as strict as its client: what the client signs is compared', async () => {
  const both: readonly ShrDialect[] = ['msal-browser', 'msal-dotnet'];
  assert.equal(await judge(both, browser(), '/Orders/7?b=2&a=1&admin'), 'ERR_SHR_QUERY');
  assert.equal(await judge(both, browser(), '/Orders/7'), 'ERR_SHR_QUERY');
  assert.equal(await judge(both, browser(), '/Orders/8?b=2&a=1'), 'ERR_SHR_PATH');
  assert.equal(await judge(both, browser({ u: 'evil.example' })), 'ERR_SHR_HOST');
  assert.equal(await judge(both, browser({ m: 'POST' })), 'ERR_SHR_METHOD');
  assert.equal(await judge(both, browser({ ts: now() - 301 })), 'ERR_SHR_STALE');
  assert.equal(await judge(both, dotnet(), '/orders/7'), 'ERR_SHR_PATH');
  assert.equal(await judge(both, dotnet({ ts: now() + 61 })), 'ERR_SHR_FUTURE');
});

test('the nonce a client invents is answered with one of ours, which it then signs', async () => {
  const validator = makeValidator({ dialects: ['msal-browser'], nonce: {} });
  const send = async (proof: Promise<string>) => validator.authenticate(incoming(`PoP ${await proof}`, { target }));
  const nonce = nonceOf(await refusal(send(browser()), 'ERR_NONCE_UNKNOWN'));
  assert.equal(await verdict(send(browser({ nonce }))), 'accepted');
  // The second request of one second repeats every byte: the client is healed by a fresh nonce.
  const fresh = nonceOf(await refusal(send(browser({ nonce })), 'ERR_REPLAY_REPEATED'));
  assert.equal(await verdict(send(browser({ nonce: fresh }))), 'accepted');
});

test('a client of MSAL reads the next nonce from every answer, as its documented loop does', async () => {
  for (const [dialect, signed] of [
    ['msal-browser', browser],
    ['msal-dotnet', dotnet],
  ] as const) {
    const validator = makeValidator({ dialects: [dialect], nonce: {} });
    const send = async (nonce: string) =>
      validator.authenticate(incoming(`PoP ${await signed({ nonce })}`, { target }));
    let nonce = nonceOf(await refusal(send('unknown'), 'ERR_NONCE_UNKNOWN'));
    const used = new Set<string>();
    for (let request = 0; request < 3; request += 1) {
      used.add(nonce);
      const { headers } = await send(nonce);
      nonce = new AuthenticationHeaderParser(Object.fromEntries(headers)).getShrNonce();
    }
    assert.equal(used.has(nonce), false);
    assert.equal(used.size, 3);
  }
});
