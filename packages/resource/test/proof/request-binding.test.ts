import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '@holdfast/core';
import type { IncomingRequest } from '@holdfast/resource';
import { incoming, makeValidator, refusal, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, now, origin, type SignOptions, signRequest } from '../fixture/people.ts';

const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const validator = makeValidator();
const send = async (signed: Omit<SignOptions, 'accessToken'>, sent: Partial<IncomingRequest> = {}): Promise<string> =>
  verdict(validator.authenticate(incoming(`PoP ${await signRequest({ accessToken, ...signed })}`, sent)));
const at = (target: string): { url: string } => ({ url: `${origin}${target}` });

test('a proof serves the method it was made for (draft-ietf-oauth-signed-http-request section 4)', async () => {
  assert.equal(await send({ method: 'POST' }, { method: 'POST' }), 'accepted');
  assert.equal(await send({ method: 'GET' }, { method: 'POST' }), 'ERR_SHR_METHOD');
  assert.equal(await send({ method: 'GET' }, { method: 'get' }), 'ERR_SHR_METHOD');
  assert.equal(await send({ method: 'GET' }, { method: 'HEAD' }), 'ERR_SHR_METHOD');
  assert.equal(await send({ method: 'GET' }, { method: '' }), 'ERR_SHR_METHOD');
});

test('a proof serves the path it was made for, byte for byte', async () => {
  const same = ['/orders/7', '/orders/', '//orders', '/a%2Fb', '/a%2fb', '/Orders', '/orders;v=1', '/%C3%A4'];
  for (const path of same) assert.equal(await send(at(path), { target: path }), 'accepted', path);
  const different: readonly (readonly [signed: string, sent: string])[] = [
    ['/orders', '/orders/'],
    ['/orders/', '/orders'],
    ['/orders', '/Orders'],
    ['/orders', '//orders'],
    ['/orders', '/orders//'],
    ['/a/b', '/a%2Fb'],
    ['/a%2Fb', '/a%2fb'],
    ['/a%2Fb', '/a/b'],
    ['/orders', '/x/../orders'],
    ['/orders', '/./orders'],
    ['/orders', '/%6Frders'],
    ['/orders', '/admin'],
  ];
  for (const [signed, sent] of different) assert.equal(await send(at(signed), { target: sent }), 'ERR_SHR_PATH', sent);
});

test('every byte of the query is accounted for (peers drop ?admin, ?x= and ?x=a=b)', async () => {
  for (const target of ['/o?a=1&b=2', '/o?admin', '/o?x=', '/o?x=a=b', '/o?a=1&A=2', '/o?a=%20+', '/o?a=?']) {
    assert.equal(await send(at(target), { target }), 'accepted', target);
  }
  for (const added of ['admin', 'x=', 'x=a=b', 'b=2', '=', '&', 'a=1&a=1']) {
    const found = await send(at('/o'), { target: `/o?${added}` });
    assert.ok(found === 'ERR_SHR_QUERY' || found === 'ERR_SHR_QUERY_UNSIGNABLE', `${added}: ${found}`);
  }
  for (const [signed, sent] of [
    ['/o?a=1', '/o?a=1&admin'],
    ['/o?a=1', '/o?a=1&x='],
    ['/o?a=1', '/o?a=2'],
    ['/o?a=1', '/o?A=1'],
    ['/o?a=1', '/o'],
    ['/o?a=%2F', '/o?a=%2f'],
    ['/o?a=+', '/o?a=%20'],
    ['/o?a', '/o?a='],
  ] as const) {
    assert.equal(await send(at(signed), { target: sent }), 'ERR_SHR_QUERY', sent);
  }
  for (const sent of ['/o?a=1&a=1', '/o?a=1&a=2', '/o?a=1&', '/o?&a=1', '/o?a=1&&b=2', '/o?=1']) {
    assert.equal(await send(at('/o?a=1'), { target: sent }), 'ERR_SHR_QUERY_UNSIGNABLE', sent);
  }
});

test('a request target that is not a bare path is refused before it is compared (RFC 9112 section 3.2)', async () => {
  for (const target of [
    '',
    '*',
    'https://api.example:8490/orders',
    'api.example:443',
    'orders',
    '/o#a',
    '/o b',
    '/\\o',
    '/ö',
  ]) {
    const attempt = validator.authenticate(incoming(`PoP ${await signRequest({ accessToken })}`, { target }));
    assert.equal((await refusal(attempt, 'ERR_INCOMING_TARGET')).status, 400);
  }
});

test('the host is the configured one, whatever the request says about itself', async () => {
  const spoofed: IncomingRequest['headers'] = [
    ['Host', 'evil.example'],
    ['X-Forwarded-Host', 'evil.example'],
    ['Forwarded', 'host=evil.example;proto=https'],
    ['X-Original-Host', 'evil.example'],
    ['X-Forwarded-Prefix', '/evil'],
  ];
  const withProof = async (url: string) =>
    incoming(null, {
      headers: [...spoofed, ['Authorization', `PoP ${await signRequest({ accessToken, url })}`]],
    });
  assert.equal(await verdict(validator.authenticate(await withProof('https://evil.example/orders'))), 'ERR_SHR_HOST');
  assert.equal(await verdict(validator.authenticate(await withProof(`${origin}/orders`))), 'accepted');
  for (const url of [
    'https://api.example/orders',
    'https://api.example:8491/orders',
    'https://api.example.evil:8490/orders',
  ]) {
    assert.equal(await send({ url }), 'ERR_SHR_HOST', url);
  }
});

test('several origins all mean this API, and no other does', async () => {
  const wide = makeValidator({ origins: ['https://api.example', 'https://orders.example:8443'] });
  const at2 = async (url: string) =>
    verdict(wide.authenticate(incoming(`PoP ${await signRequest({ accessToken, url })}`)));
  assert.equal(await at2('https://api.example/orders'), 'accepted');
  assert.equal(await at2('https://orders.example:8443/orders'), 'accepted');
  assert.equal(await at2('https://orders.example/orders'), 'ERR_SHR_HOST');
  assert.equal(await at2('https://api.example:8443/orders'), 'ERR_SHR_HOST');
});

test('a proof lives from one minute ahead to five minutes back, in whole seconds', async () => {
  const year = 86_400 * 365;
  const longLived = await mintToken({
    cnf: { kid: keys.client.thumbprint },
    iat: now() - 2 * year,
    nbf: now() - 2 * year,
    exp: now() + year,
  });
  const signed = await signRequest({ accessToken: longLived });
  const start = clock();
  try {
    for (const [passed, code] of [
      [300, 'accepted'],
      [301, 'ERR_SHR_STALE'],
      [-60, 'accepted'],
      [-61, 'ERR_SHR_FUTURE'],
      [-year, 'ERR_SHR_FUTURE'],
    ] as const) {
      clock.setTo(start + passed * 1000);
      const fresh = makeValidator();
      assert.equal(await verdict(fresh.authenticate(incoming(`PoP ${signed}`))), code, `${passed} s later`);
    }
  } finally {
    clock.setTo(start);
  }
});

test('headers and body are verified when the proof covers them, and what cannot be verified is refused', async () => {
  const body = encodeUtf8('{"quantity":1}');
  const post = { method: 'POST', body };
  assert.equal(await send(post, { method: 'POST', body }), 'accepted');
  assert.equal(await send(post, { method: 'POST', body: encodeUtf8('{"quantity":2}') }), 'ERR_SHR_BODY');
  assert.equal(await send(post, { method: 'POST', body: undefined }), 'ERR_SHR_BODY_UNAVAILABLE');
  assert.equal(await send(post, { method: 'POST', body: new Uint8Array(0) }), 'ERR_SHR_BODY');

  const headers: readonly (readonly [string, string])[] = [['Content-Type', 'application/json']];
  const covered = { headers, signHeaders: ['content-type'] };
  const received = async (lines: IncomingRequest['headers']) => {
    const proof = await signRequest({ accessToken, ...covered });
    return verdict(validator.authenticate(incoming(null, { headers: [['Authorization', `PoP ${proof}`], ...lines] })));
  };
  assert.equal(await received([['content-type', 'application/json']]), 'accepted');
  assert.equal(await received([['content-type', 'text/plain']]), 'ERR_SHR_HEADERS');
  assert.equal(await received([]), 'ERR_SHR_HEADERS');
  assert.equal(await received([...headers, ...headers]), 'ERR_SHR_HEADERS');
});

test('a stolen token wrapped by another key, or beside its own, does not pass', async () => {
  assert.equal(await send({ key: keys.thief }), 'ERR_SHR_KEY_MISMATCH');
  const bound = await mintToken({ cnf: { jwk: { ...keys.client.jwk } } });
  const proof = await signRequest({ accessToken: bound, key: keys.thief });
  assert.equal(await verdict(validator.authenticate(incoming(`PoP ${proof}`))), 'ERR_SHR_KEY_MISMATCH');
});
