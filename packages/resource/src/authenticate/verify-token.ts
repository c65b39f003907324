import type { VerificationKey } from '@holdfast/core';
import { checkClaims, checkTimes } from '../access-token/check-claims.ts';
import { decodeAccessToken } from '../access-token/decode-access-token.ts';
import type { RememberedToken } from '../access-token/token-memory.ts';
import { verifySignature } from '../access-token/verify-signature.ts';
import { readConfirmation } from '../binding/read-confirmation.ts';
import { whenThere } from '../flow/when-there.ts';
import { type ClaimedIssuer, findIssuer } from '../issuers/find-issuer.ts';
import { findKey } from '../issuers/find-key.ts';
import type { ValidatorSettings } from '../options/read-options.ts';
import { readRevocationFacts } from '../revocation/revocation-facts.ts';

/** What an access token is held against. */
export interface TokenRules {
  readonly settings: ValidatorSettings;
  /** Epoch seconds. */
  readonly now: number;
}

/** What is there of a token before its key is. */
interface Sought {
  readonly accessToken: string;
  readonly known: RememberedToken | undefined;
  readonly jws: RememberedToken['jws'];
  readonly issuer: ClaimedIssuer;
  readonly rules: TokenRules;
}

/**
 * Verifies an access token: its issuer's signature, issuer, audience and times. What follows from its bytes alone is remembered; which key the issuer
 * has now, and the times, are asked about every time.
 *
 * Not checked: whether who sent it may have it, revocation, permissions.
 */
export function verifyToken(accessToken: string, rules: TokenRules): RememberedToken | Promise<RememberedToken> {
  const { settings } = rules;
  const known = settings.tokens.find(accessToken);
  const jws = known?.jws ?? decodeAccessToken(accessToken);
  const issuer = known?.issuer ?? findIssuer(jws.payload, settings.issuers);
  return whenThere(findKey(jws, issuer), verifyUnder, { accessToken, known, jws, issuer, rules });
}

function verifyUnder(key: VerificationKey, sought: Sought): RememberedToken | Promise<RememberedToken> {
  const { known, rules } = sought;
  if (known?.verifiedBy !== key) return verifyWhole(key, sought);
  checkTimes(known.token, { now: rules.now, clockToleranceSeconds: rules.settings.clockToleranceSeconds });
  return known;
}

async function verifyWhole(
  key: VerificationKey,
  { accessToken, known, jws, issuer, rules: { settings, now } }: Sought,
): Promise<RememberedToken> {
  await verifySignature(jws, key);
  const token = known?.token ?? checkClaims(jws.payload, settings.audiences);
  checkTimes(token, { now, clockToleranceSeconds: settings.clockToleranceSeconds });
  const confirmation = known === undefined ? await readConfirmation(token.claims) : known.confirmation;
  const revocable = known?.revocable ?? readRevocationFacts(token.claims, confirmation);
  const verified = { jws, issuer, token, confirmation, revocable, verifiedBy: key };
  settings.tokens.keep(accessToken, verified);
  return verified;
}
