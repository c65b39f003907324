import { createPrivateKey, createPublicKey, type JsonWebKeyInput, verify } from 'node:crypto';
import { encodeUtf8, importPkcs8SigningKey, type JwsAlgorithm, type PublicJwk } from '@holdfast/core';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { ecJwk, rfc7515Ec, rfc7515Rsa, rsaJwk } from '../../packages/core/test/fixtures/published-keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';
import { keepSecret } from '../secrets/check-no-secret.ts';

interface Imported {
  readonly alg: JwsAlgorithm;
  readonly publicJwk: PublicJwk;
  readonly pkcs8: Uint8Array;
}

const seeds: readonly Imported[] = [
  { alg: 'ES256', publicJwk: ecJwk(rfc7515Ec), pkcs8: pkcs8Of(rfc7515Ec) },
  { alg: 'RS256', publicJwk: rsaJwk(rfc7515Rsa), pkcs8: pkcs8Of(rfc7515Rsa) },
];
for (const { alg, pkcs8 } of seeds) {
  for (const spelling of ['base64', 'base64url', 'hex'] as const)
    keepSecret(secret(`${alg} private key`, Buffer.from(pkcs8).toString(spelling)));
}

const pkcs8 = defineTarget({
  name: 'core/pkcs8',
  shortRuns: 80,
  arbitrary: fc.tuple(fc.constantFrom(...seeds), byteEdits),
  run: async ([{ alg, publicJwk, pkcs8: der }, edits]) => {
    const outcome = await attempt(() => importPkcs8SigningKey({ alg, publicJwk, pkcs8: editBytes(der, edits) }));
    if (!outcome.accepted) return;
    const data = encodeUtf8('data');
    const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' } as JsonWebKeyInput);
    const signature = await outcome.value.sign(data);
    expect(verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature), 'accepts a key that is not the pair');
  },
});

/** Private keys as they are stored. */
export const privateKeyTargets: readonly FuzzTarget[] = [pkcs8];

function pkcs8Of(jwk: object): Uint8Array {
  return createPrivateKey({ key: jwk, format: 'jwk' } as JsonWebKeyInput).export({ type: 'pkcs8', format: 'der' });
}
