import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSignedHttpRequest, encodeUtf8, type ReplayStore, sha256Hex } from '@holdfast/core';
import { createMemoryRevocationFeed, defaultOptions, type IncomingRequest } from '@holdfast/resource';
import { ownCertificateThumbprint } from '../fixture/certificates.ts';
import { incoming, makeValidator, nonceOf, refusal, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, now, origin, type SignOptions, signRequest } from '../fixture/people.ts';

// Weaknesses that were read in the best validators there are, each as the request that such a validator lets through.

const cnf = { kid: keys.client.thumbprint };
const accessToken = await mintToken({ cnf });
const pop = async (signed: Partial<SignOptions> = {}, sent: Partial<IncomingRequest> = {}): Promise<IncomingRequest> =>
  incoming(`PoP ${await signRequest({ accessToken, ...signed })}`, sent);
const judge = (request: IncomingRequest, validator = makeValidator()): Promise<string> =>
  verdict(validator.authenticate(request));

test('weakness W1: a proof from the future is refused, however far ahead it was signed', async () => {
  const year = 86_400 * 365;
  const longLived = await mintToken({ cnf, exp: now() + 20 * year });
  for (const [ahead, code] of [
    [0, 'accepted'],
    [60, 'accepted'],
    [61, 'ERR_SHR_FUTURE'],
    [3600, 'ERR_SHR_FUTURE'],
    [10 * year, 'ERR_SHR_FUTURE'],
    // Milliseconds in the place of seconds.
    [now() * 999, 'ERR_SHR_FUTURE'],
  ] as const) {
    const request = { method: 'GET', url: `${origin}/orders` };
    const later = () => clock() + ahead * 1000;
    const proof = await createSignedHttpRequest({ accessToken: longLived, key: keys.client, request, clock: later });
    assert.equal(await judge(incoming(`PoP ${proof}`)), code, `${ahead} s ahead`);
  }
});

test('weakness W2: every byte of the query is covered, also without value, without name and with two signs', async () => {
  const at = async (signed: string, sent: string): Promise<string> =>
    judge(await pop({ url: `${origin}/orders${signed}` }, { target: `/orders${sent}` }));
  for (const query of ['?admin', '?x=', '?x=a=b', '?a=1&admin', '?a=1&A=2']) {
    assert.equal(await at(query, query), 'accepted', query);
    assert.equal(await at('', query), 'ERR_SHR_QUERY', query);
  }
  for (const added of ['&admin', '&x=', '&x=a=b', '&b=2']) {
    assert.equal(await at('?a=1', `?a=1${added}`), 'ERR_SHR_QUERY', added);
  }
  for (const [signed, sent] of [
    ['?a=1', '?a=2'],
    ['?a=1', '?A=1'],
    ['?a', '?a='],
    ['?a=%2F', '?a=%2f'],
    ['?a=+', '?a=%20'],
    ['?a=1', ''],
  ] as const) {
    assert.equal(await at(signed, sent), 'ERR_SHR_QUERY', `${signed} as ${sent}`);
  }
  for (const sent of ['?a=1&a=1', '?a=1&a=2', '?a=1&', '?&a=1', '?a=1&&b=2', '?=1', '?a=1&=1']) {
    assert.equal(await at('?a=1', sent), 'ERR_SHR_QUERY_UNSIGNABLE', sent);
  }
});

test('weakness W3: path and method are compared letter for letter, slash for slash', async () => {
  const at = async (signed: string, target: string): Promise<string> =>
    judge(await pop({ url: `${origin}${signed}` }, { target }));
  for (const [signed, sent] of [
    ['/A', '/a'],
    ['/a', '/A'],
    ['/a', '//a'],
    ['/a', '/a/'],
    ['/a/', '/a'],
    ['/a', '/a//'],
    ['//a//', '/a'],
  ] as const) {
    assert.equal(await at(signed, sent), 'ERR_SHR_PATH', `${signed} as ${sent}`);
    assert.equal(await at(sent, sent), 'accepted', sent);
  }
  for (const method of ['get', 'Get', ' GET', 'GET ', 'GETS', 'HEAD', 'POST', '']) {
    assert.equal(await judge(await pop({}, { method })), 'ERR_SHR_METHOD', JSON.stringify(method));
  }
});

test('weakness W4: without a word about it everything is on', async () => {
  assert.deepEqual(defaultOptions, {
    proof: 'required',
    dialects: ['strict'],
    nonceWindowSeconds: 300,
    windowSeconds: 300,
    futureSeconds: 60,
    clockToleranceSeconds: 60,
    revocation: { lostAfterSeconds: 300, whenLost: 'refuse-cae' },
    rememberedTokens: 10_000,
    keySets: { refreshAfterSeconds: 3600, maxAgeSeconds: 86_400, coolDownSeconds: 30 },
  });
  const validator = makeValidator({ nonce: undefined });
  const nonce = nonceOf(await refusal(validator.authenticate(incoming(null)), 'ERR_CREDENTIAL_MISSING'));
  assert.equal(await judge(incoming(`Bearer ${await mintToken()}`), validator), 'ERR_BINDING_UNBOUND');
  assert.equal(await judge(incoming(`Bearer ${accessToken}`), validator), 'ERR_BINDING_PROOF_MISSING');
  assert.equal(await judge(await pop(), validator), 'ERR_NONCE_MISSING');
  for (const madeUp of ['made up', 'A'.repeat(60), `${nonce.slice(0, -1)}${nonce.endsWith('A') ? 'B' : 'A'}`]) {
    assert.equal(await judge(await pop({ nonce: madeUp }), validator), 'ERR_NONCE_UNKNOWN');
  }
  const body = encodeUtf8('{}');
  assert.equal(await judge(await pop({ nonce }, { target: '/orders?a=1' }), validator), 'ERR_SHR_QUERY');
  assert.equal(await judge(await pop({ nonce, body }, { body: encodeUtf8('[]') }), validator), 'ERR_SHR_BODY');
  const covered = { headers: [['Accept', 'a']], signHeaders: ['accept'] } as const;
  assert.equal(await judge(await pop({ nonce, ...covered }), validator), 'ERR_SHR_HEADERS');
  const honest = await pop({ nonce });
  assert.equal(await judge(honest, validator), 'accepted');
  assert.equal(await judge(honest, validator), 'ERR_REPLAY_REPEATED');
});

test('weakness W6: nothing is remembered of a request that is refused for any other reason', async () => {
  let claims = 0;
  const store: ReplayStore = {
    async claimOnce() {
      claims += 1;
      return true;
    },
  };
  const validator = makeValidator({ nonce: {}, replay: { store } });
  const nonce = nonceOf(await refusal(validator.authenticate(incoming(null)), 'ERR_CREDENTIAL_MISSING'));
  const both = await mintToken({ cnf: { ...cnf, 'x5t#S256': ownCertificateThumbprint } });
  const refused: readonly (readonly [string, IncomingRequest])[] = [
    ['ERR_SHR_KEY_MISMATCH', await pop({ nonce, key: keys.thief })],
    ['ERR_SHR_HOST', await pop({ nonce, url: 'https://evil.example/orders' })],
    ['ERR_SHR_PATH', await pop({ nonce }, { target: '/other' })],
    ['ERR_CERTIFICATE_MISSING', await pop({ nonce, accessToken: both })],
    ['ERR_TOKEN_EXPIRED', await pop({ nonce, accessToken: await mintToken({ cnf, iat: 1, nbf: 1, exp: 2 }) })],
    ['ERR_BINDING_UNBOUND', await pop({ nonce, accessToken: await mintToken() })],
    ['ERR_NONCE_MISSING', await pop()],
    ['ERR_NONCE_UNKNOWN', await pop({ nonce: 'made up' })],
  ];
  for (const [code, request] of refused) {
    assert.equal(await judge(request, validator), code);
    assert.equal(claims, 0, code);
  }
  const attempt = validator.authenticate(await pop({ nonce }), { requiredRoles: ['Orders.Write'] });
  assert.equal(await verdict(attempt), 'ERR_PERMISSION_ROLE');
  assert.equal(claims, 0);
  assert.equal(await judge(await pop({ nonce }), validator), 'accepted');
  assert.equal(claims, 1);
});

test('weakness W7: a token that passed before is judged anew, and a proof that shows its private key proves nothing', async () => {
  const validator = makeValidator({ proof: 'when-bound' });
  const start = clock();
  const bearer = incoming(`Bearer ${await mintToken({ exp: now() + 600 })}`);
  assert.equal(await judge(bearer, validator), 'accepted');
  try {
    clock.advance(660);
    assert.equal(await judge(bearer, validator), 'ERR_TOKEN_EXPIRED');
  } finally {
    clock.setTo(start);
  }
  const feed = createMemoryRevocationFeed({ clock });
  const asking = makeValidator({ revocation: { feed } });
  assert.equal(await judge(await pop(), asking), 'accepted');
  feed.revoke({ kind: 'jkt', value: keys.client.thumbprint, revokedAt: now(), expiresAt: now() + 3600 });
  assert.equal(await judge(await pop(), asking), 'ERR_TOKEN_REVOKED');
  const [header, payload = '', signature] = (await signRequest({ accessToken })).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { cnf: { jwk: object } };
  for (const leaked of [{ d: 'AAAA' }, { k: 'AAAA' }, { oth: [] }]) {
    const cnfOfProof = { jwk: { ...claims.cnf.jwk, ...leaked } };
    const other = Buffer.from(JSON.stringify({ ...claims, cnf: cnfOfProof })).toString('base64url');
    assert.equal(await judge(incoming(`PoP ${header}.${other}.${signature}`), validator), 'ERR_SHR_CNF');
  }
});

test('weakness W8: of all texts that decode to one token or proof, one passes, so its hash names it', async () => {
  const validator = makeValidator({ proof: 'when-bound' });
  const token = await mintToken();
  const proof = await signRequest({ accessToken });
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const hashes = new Set<string>();
  for (const [label, text, code] of [
    ['Bearer', token, 'ERR_TOKEN_MALFORMED'],
    ['PoP', proof, 'ERR_PROOF_MALFORMED'],
  ] as const) {
    const last = letters.indexOf(text.at(-1) ?? '');
    for (let spare = 0; spare < 16; spare += 1) {
      const twin = `${text.slice(0, -1)}${letters[last ^ spare]}`;
      const found = await judge(incoming(`${label} ${twin}`), validator);
      assert.equal(found, spare === 0 ? 'accepted' : code, `${label}, spare bits ${spare}`);
      if (found === 'accepted') hashes.add(await sha256Hex(twin));
    }
    for (const respelled of [`${text}=`, `${text}==`, `${text} `, text.replace('.', ' .'), `${text}\n`, `"${text}"`]) {
      assert.equal(await judge(incoming(`${label} ${respelled}`), validator), 'ERR_CREDENTIAL_MALFORMED');
    }
  }
  assert.equal(hashes.size, 2);
});
