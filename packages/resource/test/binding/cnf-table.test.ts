import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, JsonValue } from '@holdfast/core';
import type { IncomingRequest, ProofPolicy } from '@holdfast/resource';
import { otherCertificate, ownCertificate, ownCertificateThumbprint } from '../fixture/certificates.ts';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { keys, mintToken, signRequest } from '../fixture/people.ts';

// Every shape of cnf × every presentation × every policy, with the exact outcome. Nothing here is computed from the code under test.

const jwk = keys.client.jwk as unknown as JsonObject;
const thumbprint = keys.client.thumbprint;
const x5t = ownCertificateThumbprint;

const shapes: Readonly<Record<string, JsonValue | undefined>> = {
  'no cnf': undefined,
  jwk: { jwk },
  kid: { kid: thumbprint },
  'kid with xms_ksl': { kid: thumbprint, xms_ksl: 'sw' },
  jkt: { jkt: thumbprint },
  'jwk and its kid': { jwk, kid: thumbprint },
  'x5t#S256': { 'x5t#S256': x5t },
  'kid and x5t#S256': { kid: thumbprint, 'x5t#S256': x5t },
  'jwk and the kid of another': { jwk, kid: keys.thief.thumbprint },
  'kid and another jkt': { kid: thumbprint, jkt: keys.thief.thumbprint },
  'unknown member': { 'x5t#S512': x5t },
  'unknown member beside a known one': { kid: thumbprint, jku: 'https://keys.example' },
  jwe: { jwe: 'e30.e30.e30.e30.e30' },
  'null cnf': null,
  'empty cnf': {},
  'cnf as text': thumbprint,
  'cnf as list': [{ kid: thumbprint }],
  'kid that is a label': { kid: 'my-key' },
  'jwk with its private part': { jwk: { ...jwk, d: 'AAAA' } },
  'symmetric jwk': { jwk: { kty: 'oct', k: 'AAAA' } },
};

const key = 'key';
const certificate = 'certificate';
const both = 'both';
const none = 'none';
const invalid = 'invalid';
const kindOf = (shape: string): string => {
  if (shape === 'no cnf') return none;
  if (['jwk', 'kid', 'kid with xms_ksl', 'jkt', 'jwk and its kid'].includes(shape)) return key;
  if (shape === 'x5t#S256') return certificate;
  return shape === 'kid and x5t#S256' ? both : invalid;
};

const columns = [
  'Bearer',
  'Bearer, right certificate',
  'PoP, right key',
  'PoP, right key, right certificate',
  'PoP, own key',
  'mtls_pop',
  'mtls_pop, right certificate',
  'mtls_pop, other certificate',
  'DPoP',
  'nothing',
  'two headers',
] as const;

const cnfRefused = Array<string>(8).fill('ERR_BINDING_CNF');
const labels = ['ERR_CREDENTIAL_SCHEME', 'ERR_CREDENTIAL_MISSING', 'ERR_CREDENTIAL_REPEATED'];
const proofMissing = 'ERR_BINDING_PROOF_MISSING';
const unexpected = 'ERR_BINDING_PROOF_UNEXPECTED';
const unbound = 'ERR_BINDING_UNBOUND';
const noCertificate = 'ERR_CERTIFICATE_MISSING';
const mismatch = 'ERR_CERTIFICATE_MISMATCH';
const foreignKey = 'ERR_SHR_KEY_MISMATCH';
const scheme = 'ERR_CREDENTIAL_SCHEME';
const accepted = 'accepted';

// biome-ignore format: a table
const bound: Readonly<Record<string, readonly string[]>> = {
  // Bearer         +certificate  PoP            +certificate   own key        mtls_pop       right     other
  [key]:         [proofMissing,  proofMissing,  accepted,      accepted,      foreignKey,    proofMissing,  proofMissing, proofMissing, ...labels],
  [certificate]: [noCertificate, accepted,      unexpected,    unexpected,    unexpected,    noCertificate, accepted,     mismatch,     ...labels],
  [both]:        [proofMissing,  proofMissing,  noCertificate, accepted,      noCertificate, proofMissing,  proofMissing, proofMissing, ...labels],
  [invalid]:     [...cnfRefused, ...labels],
};

const boundRefused = ['ERR_BINDING_BOUND', 'ERR_BINDING_BOUND', ...Array<string>(6).fill(scheme), ...labels];
const expected: Readonly<Record<ProofPolicy, Readonly<Record<string, readonly string[]>>>> = {
  required: { ...bound, [none]: [...Array<string>(8).fill(unbound), ...labels] },
  'when-bound': { ...bound, [none]: [accepted, accepted, ...Array<string>(6).fill(unbound), ...labels] },
  'bearer-only': {
    [none]: [accepted, accepted, ...Array<string>(6).fill(scheme), ...labels],
    [key]: boundRefused,
    [certificate]: boundRefused,
    [both]: boundRefused,
    [invalid]: ['ERR_BINDING_CNF', 'ERR_BINDING_CNF', ...Array<string>(6).fill(scheme), ...labels],
  },
};

async function present(cnf: JsonValue | undefined): Promise<readonly IncomingRequest[]> {
  const accessToken = await mintToken({ cnf });
  const pop = async (signer = keys.client): Promise<string> => `PoP ${await signRequest({ accessToken, key: signer })}`;
  const bearer = `Bearer ${accessToken}`;
  const mtls = `mtls_pop ${accessToken}`;
  return [
    incoming(bearer),
    incoming(bearer, { certificate: ownCertificate }),
    incoming(await pop()),
    incoming(await pop(), { certificate: ownCertificate }),
    incoming(await pop(keys.thief)),
    incoming(mtls),
    incoming(mtls, { certificate: ownCertificate }),
    incoming(mtls, { certificate: otherCertificate }),
    incoming(`DPoP ${accessToken}`),
    incoming(null),
    incoming(null, {
      headers: [
        ['Authorization', await pop()],
        ['authorization', bearer],
      ],
    }),
  ];
}

for (const [policy, table] of Object.entries(expected)) {
  const validator = makeValidator({ proof: policy as ProofPolicy });
  for (const [shape, cnf] of Object.entries(shapes)) {
    test(`${policy}: ${shape} under every presentation (RFC 7800 section 3.1)`, async () => {
      const requests = await present(cnf);
      const found = await Promise.all(requests.map((request) => verdict(validator.authenticate(request))));
      const row = (codes: readonly string[]) => Object.fromEntries(columns.map((column, at) => [column, codes[at]]));
      assert.deepEqual(row(found), row(table[kindOf(shape)] ?? []));
    });
  }
}

test('the policies a bound token can pass under without any proof: none', () => {
  const unproved = ['Bearer', 'mtls_pop'] as const;
  for (const table of Object.values(expected)) {
    for (const kind of [key, certificate, both, invalid]) {
      for (const column of unproved) assert.notEqual(table[kind]?.[columns.indexOf(column)], accepted);
    }
  }
});

test('the label is read without letter case and decides nothing', async () => {
  const validator = makeValidator();
  const boundToKey = await mintToken({ cnf: { kid: thumbprint } });
  for (const label of ['PoP', 'pop', 'POP', 'pOp']) {
    const request = incoming(`${label} ${await signRequest({ accessToken: boundToKey })}`);
    assert.equal(await verdict(validator.authenticate(request)), 'accepted', label);
  }
  const boundToCertificate = await mintToken({ cnf: { 'x5t#S256': x5t } });
  for (const label of ['MTLS_POP', 'mtls_pop', 'Bearer', 'BEARER']) {
    const request = incoming(`${label} ${boundToCertificate}`, { certificate: ownCertificate });
    assert.equal(await verdict(validator.authenticate(request)), 'accepted', label);
  }
});
