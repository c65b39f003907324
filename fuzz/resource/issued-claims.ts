import { isJsonObject } from '@holdfast/core';
import type { ProofPolicy } from '@holdfast/resource';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import {
  audience,
  claims,
  createFuzzValidator,
  mint,
  nowMs,
  otherTenantId,
  prove,
  tenantId,
} from '../artefacts/api.ts';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { expectProperRefusal } from './refusals.ts';

const { holder, thief, rsaThief } = keys;
const bound = { ...claims, cnf: { kid: holder.thumbprint } };

// What an issuer signs by mistake, for somebody else, or of another kind; and what a thief signs in its name.
const issued = defineTarget({
  name: 'resource/issued-claims',
  shortRuns: 300,
  arbitrary: fc.record({
    edits: jsonEdits,
    other: fc.constantFrom(
      {},
      { tid: otherTenantId },
      { aud: 'api://other' },
      { exp: nowMs / 1000 - 61 },
      { nonce: 'id_token' },
    ),
    by: fc.constantFrom('issuer' as const, 'issuer' as const, 'thief' as const),
    how: fc.constantFrom('pop' as const, 'pop' as const, 'stolen' as const, 'bearer' as const),
    policy: fc.constantFrom<ProofPolicy>('required', 'when-bound', 'bearer-only'),
  }),
  run: async ({ edits, other, by, how, policy }) => {
    const payload = editJson({ ...bound, ...other }, edits);
    const accessToken = await mint(payload, by === 'issuer' ? keys.issuer : rsaThief);
    const proof = await prove({
      accessToken,
      key: how === 'stolen' ? thief : holder,
      method: 'GET',
      target: '/orders',
    });
    const authorization = how === 'bearer' ? `Bearer ${accessToken}` : `PoP ${proof}`;
    const secrets = [secret('access token', accessToken), secret('proof', proof)];
    const validator = createFuzzValidator(policy);
    const incoming = {
      method: 'GET',
      target: '/orders',
      headers: [['authorization', authorization]] as const,
      body: new Uint8Array(0),
    };
    const outcome = await attempt(() => validator.authenticate(incoming), { secrets });
    validator.expectSilentEvents();
    expectProperRefusal(outcome, secrets);
    if (!outcome.accepted) return;
    expect(by === 'issuer', 'accepts a token that its issuer did not sign');
    expect(isJsonObject(payload), 'accepts claims that are no object');
    const { aud, iss, tid, exp, cnf } = payload;
    expect(aud === audience && iss === claims['iss'] && tid === tenantId, 'accepts a token for or from somebody else');
    expect(typeof exp === 'number' && exp > nowMs / 1000 - 60, 'accepts a token that has expired');
    if (how === 'bearer')
      return expect(!Object.hasOwn(payload, 'cnf') && policy !== 'required', 'accepts a bound token as bearer');
    expect(how === 'pop' && policy !== 'bearer-only', 'accepts the proof of another key');
    const named = isJsonObject(cnf) ? [cnf['kid'] ?? cnf['jkt']] : [];
    expect(named.includes(holder.thumbprint), 'accepts a token that is bound to another key');
  },
});

/** Tokens that are well signed and not well. */
export const issuedClaimsTargets: readonly FuzzTarget[] = [issued];
