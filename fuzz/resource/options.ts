import {
  createTokenValidator,
  type EntraIssuersOptions,
  entraIssuers,
  type TokenValidatorOptions,
} from '@holdfast/resource';
import { canary } from '@holdfast/testing';
import fc from 'fast-check';
import { apiOrigin, audience, claims, issuerOrigin, keySet, mint, nowMs, tenantId } from '../artefacts/api.ts';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';

const good = {
  issuers: [{ issuer: `${issuerOrigin}/{tenantid}/v2.0`, tenants: [tenantId], algorithms: ['RS256'], jwks: keySet }],
  audience,
  origins: [apiOrigin],
  proof: 'required',
  dialects: ['strict'],
  nonce: 'off',
  windowSeconds: 300,
  futureSeconds: 60,
  clockToleranceSeconds: 60,
  keySets: { maxAgeSeconds: 86_400 },
  realm: 'orders',
};
const unbound = await mint(claims);
const bound = await mint({ ...claims, cnf: { kid: keys.holder.thumbprint } });

// The name of an unknown option is told, so that a misspelt one is found; names are no secrets.
const optionEdits = jsonEdits.filter((edits) => edits.every(({ name }) => !name.includes(canary)));

// Whatever is configured, a bound token without its proof never passes.
const validator = defineTarget({
  name: 'resource/validator-options',
  shortRuns: 300,
  arbitrary: optionEdits,
  run: async (edits) => {
    const options = editJson(good, edits) as TokenValidatorOptions;
    const made = await attempt(() => createTokenValidator(withClock(options)), { misuse: 'TypeError' });
    if (!made.accepted) return;
    for (const token of [bound, unbound]) {
      const incoming = { method: 'GET', target: '/', headers: [['authorization', `Bearer ${token}`]] as const };
      const outcome = await attempt(() => made.value.authenticate(incoming));
      if (!outcome.accepted) continue;
      expect(token === unbound, 'accepts a bound token without its proof');
      expect(
        ['when-bound', 'bearer-only'].includes(String(options.proof)),
        'accepts an unbound token where proof is required',
      );
    }
  },
});

const issuers = defineTarget({
  name: 'resource/entra-issuers',
  shortRuns: 400,
  arbitrary: fc.tuple(
    jsonEdits,
    fc.constantFrom(issuerOrigin, 'https://constructor', 'https://login.microsoftonline.com'),
  ),
  run: async ([edits, authority]) => {
    const options = editJson({ authority, tenants: [tenantId] }, edits) as EntraIssuersOptions;
    const outcome = await attempt(
      () => createTokenValidator({ issuers: entraIssuers(options), audience, origins: apiOrigin, proof: 'required' }),
      { misuse: 'TypeError' },
    );
    if (outcome.accepted) expect(new URL(options.authority).protocol === 'https:', 'trusts an authority without TLS');
  },
});

/** What owners of APIs write. */
export const optionTargets: readonly FuzzTarget[] = [validator, issuers];

function withClock(options: unknown): TokenValidatorOptions {
  return (
    typeof options === 'object' && options !== null ? { ...options, clock: () => nowMs } : options
  ) as TokenValidatorOptions;
}
