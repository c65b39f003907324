import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCompactJws, type JsonObject, signCompactJws } from '@holdfast/core';
import { dangerouslyTrustForwardedCertificate, fromNodeRequest, type IncomingRequest } from '@holdfast/resource';
import { forwardedCertificates } from '@holdfast/resource/forwarded';
import { ownCertificate, ownCertificateThumbprint } from '../fixture/certificates.ts';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { keys, mintToken, origin, type SignOptions, signRequest } from '../fixture/people.ts';

// Who holds the key, and for which request it signed. The weakest policy that takes bound tokens, so that nothing else refuses.

const validator = makeValidator({ proof: 'when-bound' });
const judge = (request: IncomingRequest): Promise<string> => verdict(validator.authenticate(request));
const kid = keys.client.thumbprint;
const jwk = keys.client.jwk as unknown as JsonObject;
const accessToken = await mintToken({ cnf: { kid } });
const proof = (signed: Omit<SignOptions, 'accessToken'> = {}): Promise<string> =>
  signRequest({ accessToken, ...signed });

test('catalogue 25: a client certificate in a header is no certificate', async () => {
  const token = await mintToken({ cnf: { 'x5t#S256': ownCertificateThumbprint } });
  assert.equal(await judge(incoming(`mtls_pop ${token}`, { certificate: ownCertificate })), 'accepted');
  const der = Buffer.from(ownCertificate.der).toString('base64');
  const pem = encodeURIComponent(`-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`);
  const names = ['X-Client-Cert', 'X-SSL-Client-Cert', 'ssl-client-cert', 'X-ARR-ClientCert', 'Client-Cert'];
  for (const label of ['mtls_pop', 'Bearer']) {
    for (const name of [...names, 'X-Forwarded-Client-Cert', 'Client-Cert-Chain', 'X-Forwarded-Tls-Client-Cert']) {
      for (const value of [der, pem, `:${der}:`, `Hash=${ownCertificateThumbprint};Cert="${pem}"`]) {
        const rawHeaders = ['Authorization', `${label} ${token}`, name, value];
        const request = fromNodeRequest({ method: 'GET', url: '/orders', rawHeaders });
        assert.equal(await judge(request), 'ERR_CERTIFICATE_MISSING', `${label}, ${name}`);
      }
    }
  }
  // Nor is it one where a proxy is trusted to write that header, when somebody else did.
  const trustedHops = [{ addresses: '10.0.4.1' }];
  const reader = forwardedCertificates({ from: 'rfc9440', trustedHops });
  const behind = makeValidator({ clientCertificates: { [dangerouslyTrustForwardedCertificate]: reader } });
  const rawHeaders = ['Authorization', `mtls_pop ${token}`, 'Client-Cert', `:${der}:`];
  for (const remoteAddress of ['10.0.4.2', '127.0.0.1', '::ffff:10.0.4.2', undefined]) {
    const request = fromNodeRequest({ method: 'GET', url: '/orders', rawHeaders, socket: { remoteAddress } });
    assert.equal(await verdict(behind.authenticate(request)), 'ERR_CERTIFICATE_HOP');
  }
});

test('catalogue 26: a sound proof by another key does not carry a stolen token', async () => {
  for (const cnf of [{ kid }, { jkt: kid }, { jwk }, { jwk, kid }]) {
    const stolen = await mintToken({ cnf });
    const send = async (key = keys.client): Promise<string> =>
      judge(incoming(`PoP ${await signRequest({ accessToken: stolen, key })}`));
    assert.equal(await send(), 'accepted');
    assert.equal(await send(keys.thief), 'ERR_SHR_KEY_MISMATCH', JSON.stringify(cnf));
    // The thief's signature under the name of the key that the token is bound to.
    const posing = { ...keys.thief, thumbprint: kid, jwk: keys.client.jwk };
    assert.equal(await send(posing), 'ERR_PROOF_SIGNATURE', JSON.stringify(cnf));
    // And the thief's own key, under no name.
    const claims = decodeCompactJws(await signRequest({ accessToken: stolen })).payload;
    const payload = { ...claims, cnf: { jwk: { ...keys.thief.jwk, kid: keys.thief.thumbprint } } };
    const nameless = await signCompactJws({ header: { typ: 'pop' }, payload, key: keys.thief });
    assert.equal(await judge(incoming(`PoP ${nameless}`)), 'ERR_SHR_KEY_MISMATCH', JSON.stringify(cnf));
    // Not even when that key is known from the thief's own token.
    const own = await signRequest({
      accessToken: await mintToken({ cnf: { kid: keys.thief.thumbprint } }),
      key: keys.thief,
    });
    assert.equal(await judge(incoming(`PoP ${own}`)), 'accepted');
    const again = await signCompactJws({
      header: { typ: 'pop' },
      payload: { ...payload, jti: 'again' },
      key: keys.thief,
    });
    assert.equal(await judge(incoming(`PoP ${again}`)), 'ERR_SHR_KEY_MISMATCH', JSON.stringify(cnf));
  }
});

// biome-ignore format: a table
const downgrades: readonly (readonly [cnf: JsonObject | undefined, ...codes: string[]])[] = [
  //                     Bearer token                  PoP token       PoP proof                      mtls_pop token                DPoP token
  [undefined,            'accepted',                   'ERR_SHR_TYP', 'ERR_BINDING_UNBOUND',          'ERR_BINDING_UNBOUND',       'ERR_CREDENTIAL_SCHEME'],
  [{ kid },              'ERR_BINDING_PROOF_MISSING',  'ERR_SHR_TYP', 'accepted',                     'ERR_BINDING_PROOF_MISSING', 'ERR_CREDENTIAL_SCHEME'],
  [{ jkt: kid },         'ERR_BINDING_PROOF_MISSING',  'ERR_SHR_TYP', 'accepted',                     'ERR_BINDING_PROOF_MISSING', 'ERR_CREDENTIAL_SCHEME'],
  [{ jwk },              'ERR_BINDING_PROOF_MISSING',  'ERR_SHR_TYP', 'accepted',                     'ERR_BINDING_PROOF_MISSING', 'ERR_CREDENTIAL_SCHEME'],
  [{ 'x5t#S256': ownCertificateThumbprint },
                         'ERR_CERTIFICATE_MISSING',    'ERR_SHR_TYP', 'ERR_BINDING_PROOF_UNEXPECTED', 'ERR_CERTIFICATE_MISSING',   'ERR_CREDENTIAL_SCHEME'],
];

test('catalogue 27: no label and no policy makes a bearer token of a bound one', async () => {
  for (const [cnf, ...expected] of downgrades) {
    const token = await mintToken({ cnf });
    const signed = await signRequest({ accessToken: token });
    const values = [`Bearer ${token}`, `PoP ${token}`, `PoP ${signed}`, `mtls_pop ${token}`, `DPoP ${token}`];
    const found = await Promise.all(values.map((value) => judge(incoming(value))));
    assert.deepEqual(found, expected, JSON.stringify(cnf));
    if (cnf === undefined) continue;
    const bearerOnly = makeValidator({ proof: 'bearer-only', origins: undefined });
    const attempt = bearerOnly.authenticate(incoming(`Bearer ${token}`, { certificate: ownCertificate }));
    assert.equal(await verdict(attempt), 'ERR_BINDING_BOUND', JSON.stringify(cnf));
  }
});

test('catalogue 28: one Authorization header with one credential, never two of either', async () => {
  const pop = `PoP ${await proof()}`;
  const bearer = `Bearer ${await mintToken()}`;
  const pairs: readonly (readonly [string, string])[] = [
    [pop, bearer],
    [bearer, pop],
    [pop, pop],
    [bearer, ''],
    ['', bearer],
  ];
  for (const [first, second] of pairs) {
    for (const name of ['Authorization', 'authorization', 'AUTHORIZATION']) {
      const rawHeaders = ['Host', 'api.example', 'Authorization', first, name, second];
      const request = fromNodeRequest({ method: 'GET', url: '/orders', rawHeaders });
      assert.equal(await judge(request), 'ERR_CREDENTIAL_REPEATED', `${first.slice(0, 6)} and ${second.slice(0, 6)}`);
    }
  }
  const folded = [`PoP\r\n ${pop.slice(4)}`, `${pop}\r\nX: y`, `${pop}\0`, `\t${pop}`];
  for (const value of [`${pop}, ${bearer}`, `${bearer},${pop}`, `${pop},`, `Bearer ${pop}`, ...folded]) {
    assert.equal(await judge(incoming(value)), 'ERR_CREDENTIAL_MALFORMED', JSON.stringify(value.slice(-12)));
  }
});

test('catalogue 29: host and path of a proof are compared as they are, and nothing is normalised', async () => {
  const at = async (signed: string, target: string): Promise<string> =>
    judge(incoming(`PoP ${await proof({ url: `${origin}${signed}` })}`, { target }));
  for (const path of ['/a%2Fb', '/a%2fb', '/%7Eada', '/~ada', '/A', '//a', '/a/', '/a;v=1', '/%C3%A4', '/%E4']) {
    assert.equal(await at(path, path), 'accepted', path);
  }
  const twins: readonly (readonly [signed: string, sent: string])[] = [
    ['/a%2Fb', '/a%2fb'],
    ['/a%2Fb', '/a/b'],
    ['/~ada', '/%7Eada'],
    ['/%7eada', '/%7Eada'],
    ['/a', '/A'],
    ['/a', '/a/'],
    ['/a', '//a'],
    ['/a', '/./a'],
    ['/a', '/b/../a'],
    ['/a', '/b/%2e%2e/a'],
    ['/a', '/a;x=1'],
  ];
  for (const [signed, sent] of twins) assert.equal(await at(signed, sent), 'ERR_SHR_PATH', `${signed} as ${sent}`);
  for (const target of [`${origin}/orders`, 'orders', '*', '/orders#x', '/\\orders', '/or ders', '/örders', '']) {
    assert.equal(await at('/orders', target), 'ERR_INCOMING_TARGET', target);
  }
  const hosts = ['api.example', 'api.example:443', 'api.example.:8490', 'xn--pi-xia.example:8490', 'evil.example:8490'];
  for (const host of [...hosts, '[::1]:8490', '127.0.0.1:8490', 'api.example:8491', 'api.example.evil:8490']) {
    assert.equal(await judge(incoming(`PoP ${await proof({ url: `https://${host}/orders` })}`)), 'ERR_SHR_HOST', host);
  }
});

test('catalogue 30: no header says where a request went', async () => {
  const spoofed: IncomingRequest['headers'] = [
    ['Host', 'evil.example'],
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Prefix', '/evil'],
    ['X-Original-URL', '/evil'],
    ['X-Rewrite-URL', '/evil'],
    ['X-HTTP-Method-Override', 'POST'],
    ['Forwarded', 'host=evil.example;proto=https'],
    [':authority', 'evil.example'],
  ];
  const send = async (signed: Omit<SignOptions, 'accessToken'>): Promise<string> =>
    judge(incoming(null, { headers: [...spoofed, ['Authorization', `PoP ${await proof(signed)}`]] }));
  assert.equal(await send({}), 'accepted');
  assert.equal(await send({ url: 'https://evil.example/orders' }), 'ERR_SHR_HOST');
  assert.equal(await send({ url: `${origin}/evil` }), 'ERR_SHR_PATH');
  assert.equal(await send({ url: `${origin}/evil/orders` }), 'ERR_SHR_PATH');
  assert.equal(await send({ method: 'POST' }), 'ERR_SHR_METHOD');
});
