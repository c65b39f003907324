import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenValidator, defaultOptions, entraIssuers, type TokenValidatorOptions } from '@holdfast/resource';
import { authorityOrigin, issuer, issuerJwks, keys, tenant } from '../fixture/people.ts';

const good: TokenValidatorOptions = {
  issuers: entraIssuers({ authority: authorityOrigin, tenants: [tenant], jwks: issuerJwks }),
  audience: 'api://orders',
  origins: 'https://api.example',
};
const one = { issuer, jwks: issuerJwks };

test('the defaults are the strict ones (a snapshot: change it only on purpose)', () => {
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
  assert.ok(Object.isFrozen(defaultOptions) && Object.isFrozen(defaultOptions.keySets));
  assert.ok(Object.isFrozen(defaultOptions.dialects));
});

test('good options make a validator that cannot be changed afterwards', () => {
  const validator = createTokenValidator(good);
  assert.ok(Object.isFrozen(validator));
  for (const origins of [
    'https://api.example/',
    'https://API.example:443',
    'https://[::1]:8490',
    ['https://a.example', 'https://b.example'],
  ]) {
    assert.doesNotThrow(() => createTokenValidator({ ...good, origins }));
  }
  assert.doesNotThrow(() => createTokenValidator({ ...good, proof: 'bearer-only', origins: undefined }));
});

const wrong: Readonly<Record<string, object>> = {
  'no issuers': { issuers: [] },
  'issuers that are no list': { issuers: one },
  'an issuer without keys': { issuers: [{ issuer }] },
  'an issuer with two sources of keys': { issuers: [{ ...one, jwksUri: 'https://login.example/keys' }] },
  'an issuer listed twice': { issuers: [one, one] },
  'an issuer without https': { issuers: [{ ...one, issuer: 'http://login.example' }] },
  'an issuer that is no address': { issuers: [{ ...one, issuer: 'contoso' }] },
  'a template without tenants': { issuers: [{ ...one, issuer: `${authorityOrigin}/{tenantid}/v2.0` }] },
  'an empty list of tenants': { issuers: [{ ...one, tenants: [] }] },
  'a tenant that is no GUID': { issuers: [{ ...one, tenants: ['contoso.example'] }] },
  'common as tenant': { issuers: [{ ...one, tenants: ['common'] }] },
  'keys over http': { issuers: [{ issuer, jwksUri: 'http://login.example/keys' }] },
  'keys in a file address': { issuers: [{ issuer, jwksUri: 'file:///etc/keys.json' }] },
  'keys behind a user name': { issuers: [{ issuer, jwksUri: 'https://u:p@login.example/keys' }] },
  'keys with a private part': { issuers: [{ issuer, jwks: { keys: [{ ...keys.issuer.jwk, kid: 'a', d: 'AAAA' }] } }] },
  'no usable key': { issuers: [{ issuer, jwks: { keys: [] } }] },
  'an algorithm that is not offered': { issuers: [{ ...one, algorithms: ['HS256'] }] },
  'no algorithm': { issuers: [{ ...one, algorithms: [] }] },
  'a misspelt issuer option': { issuers: [{ ...one, tenant }] },
  'no audience': { audience: undefined },
  'an empty audience': { audience: '' },
  'an empty list of audiences': { audience: [] },
  'no origin where proofs are accepted': { origins: undefined },
  'an empty list of origins': { origins: [] },
  'an origin without https': { origins: 'http://api.example' },
  'an origin with a path': { origins: 'https://api.example/v1' },
  'an origin with a query': { origins: 'https://api.example?x' },
  'an origin with a user': { origins: 'https://u@api.example' },
  'an origin with a backslash': { origins: 'https:\\\\api.example' },
  'an origin with a wildcard': { origins: 'https://*.example' },
  'a bare host': { origins: 'api.example' },
  'a policy that does not exist': { proof: 'optional' },
  'a boolean policy': { proof: false },
  'a dialect that does not exist': { dialects: ['lenient'] },
  'no dialect': { dialects: [] },
  'a short nonce secret': { nonce: { secret: new Uint8Array(31) } },
  'nonces switched off by a boolean': { nonce: false },
  'a nonce window of zero': { nonce: { windowSeconds: 0 } },
  'a misspelt nonce option': { nonce: { window: 300 } },
  'a replay store without claimOnce': { replay: { store: {} } },
  'replay switched off by a word': { replay: 'off' },
  'replay switched off by a boolean': { replay: false },
  'replay switched off by null': { replay: { store: null } },
  'a window of zero': { windowSeconds: 0 },
  'a window of a day': { windowSeconds: 86_400 },
  'a window that is text': { windowSeconds: '300' },
  'a future of ten minutes': { futureSeconds: 600 },
  'a clock tolerance over five minutes': { clockToleranceSeconds: 301 },
  'a negative clock tolerance': { clockToleranceSeconds: -1 },
  'a fractional clock tolerance': { clockToleranceSeconds: 1.5 },
  'a realm that cannot be written': { realm: 'line\nbreak' },
  'a cool-down of zero': { keySets: { coolDownSeconds: 0 } },
  'a misspelt key set option': { keySets: { maxAge: 1 } },
  'a misspelt option': { audiences: ['api://orders'] },
  'an option of another library': { validate: { iss: false } },
};

for (const [name, change] of Object.entries(wrong)) {
  test(`refused at start-up: ${name}`, () => {
    assert.throws(() => createTokenValidator({ ...good, ...change } as TokenValidatorOptions), TypeError);
  });
}

test('options are read once: changing them later changes nothing', () => {
  let reads = 0;
  const counted = new Proxy(good, {
    get(target, name) {
      reads += 1;
      return Reflect.get(target, name);
    },
  });
  const validator = createTokenValidator(counted);
  const after = reads;
  return validator.authenticate({ method: 'GET', target: '/', headers: [] }).then(
    () => assert.fail('refused'),
    () => assert.equal(reads, after),
  );
});
