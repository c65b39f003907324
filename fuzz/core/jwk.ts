import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import { isJsonObject, jwkThumbprint, type PublicJwk, parseJwkSet, parsePublicJwk } from '@holdfast/core';
import fc from 'fast-check';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits, jsonValue } from '../mutate/json.ts';

const privateNames = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const seeds: readonly PublicJwk[] = [
  keys.holder.jwk,
  keys.issuer.jwk,
  { ...keys.holder.jwk, kid: 'label', use: 'sig', alg: 'ES256' },
  { ...keys.issuer.jwk, kid: keys.issuer.thumbprint, alg: 'PS256' },
];
const own = new Set(await Promise.all(seeds.map(jwkThumbprint)));

const jwk = defineTarget({
  name: 'core/jwk',
  shortRuns: 600,
  arbitrary: fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(fc.constantFrom(...seeds), jsonEdits).map(([seed, edits]) => editJson(seed, edits)),
    },
    { weight: 1, arbitrary: jsonValue as fc.Arbitrary<unknown> },
  ),
  run: async (value) => {
    const outcome = await attempt(() => parsePublicJwk(value));
    if (!outcome.accepted) return;
    const parsed = outcome.value;
    expect(
      isJsonObject(value) && privateNames.every((name) => !Object.hasOwn(value, name)),
      'accepts a private member',
    );
    const numbers = parsed.kty === 'RSA' ? { n: parsed.n, e: parsed.e } : { x: parsed.x, y: parsed.y };
    expect(
      Object.entries(numbers).every(([name, text]) => value[name] === text),
      'changes a number',
    );
    const isOwn = seeds.some((seed) => JSON.stringify(bare(seed)) === JSON.stringify(bare(parsed)));
    expect(own.has(await jwkThumbprint(parsed)) === isOwn, 'two keys with one thumbprint, or one key with two');
    // The platform must be able to take what passed; it throws if not.
    createPublicKey({ key: bare(parsed), format: 'jwk' } as JsonWebKeyInput);
  },
});

const keySet = {
  keys: [
    { ...keys.issuer.jwk, kid: 'one', use: 'sig', issuer: 'https://login.example/{tenantid}/v2.0' },
    { ...keys.holder.jwk, kid: 'two' },
    { kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'three' },
  ],
};

const jwkSet = defineTarget({
  name: 'core/jwk-set',
  shortRuns: 400,
  arbitrary: jsonEdits.map((edits) => editJson(keySet, edits)),
  run: async (value) => {
    const outcome = await attempt(() => parseJwkSet(value));
    if (!outcome.accepted) return;
    const entries = isJsonObject(value) && Array.isArray(value['keys']) ? (value['keys'] as readonly unknown[]) : [];
    const leaks = entries.some(
      (entry) => isJsonObject(entry) && privateNames.some((name) => Object.hasOwn(entry, name)),
    );
    expect(!leaks, 'accepts a set with private members');
    const kids = outcome.value.map(({ kid }) => kid);
    expect(new Set(kids).size === kids.length && !kids.includes(''), 'two keys of one name');
    for (const { kid, jwk: read, issuer } of outcome.value) {
      // Numbers and name together: a set may list an unusable key under the same name.
      const same = { ...bare(read), kid };
      const isSame = (one: unknown): boolean =>
        isJsonObject(one) && Object.entries(same).every(([name, value]) => one[name] === value);
      const entry = entries.find(isSame);
      expect(isJsonObject(entry), 'makes a key up');
      expect(entry['issuer'] === issuer, 'frees a key of its issuer');
    }
  },
});

/** Keys and sets of keys. */
export const jwkTargets: readonly FuzzTarget[] = [jwk, jwkSet];

function bare(key: PublicJwk): object {
  return key.kty === 'RSA' ? { kty: key.kty, n: key.n, e: key.e } : { kty: key.kty, crv: key.crv, x: key.x, y: key.y };
}
