import {
  buildAuthenticationInfo,
  type Confirmation,
  epochSeconds,
  type KeyConfirmation,
  type VerifiedShr,
} from '@holdfast/core';
import { checkClaims, checkTimes, type VerifiedToken } from '../access-token/check-claims.ts';
import { decodeAccessToken } from '../access-token/decode-access-token.ts';
import { verifySignature } from '../access-token/verify-signature.ts';
import { decideBinding, schemesOf } from '../binding/decide-binding.ts';
import { readConfirmation } from '../binding/read-confirmation.ts';
import { matchCertificate } from '../client-certificate/match-certificate.ts';
import { extractCredential } from '../credential/extract-credential.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import { findIssuer } from '../issuers/find-issuer.ts';
import { findKey } from '../issuers/find-key.ts';
import { checkNonce } from '../nonce/check-nonce.ts';
import { nextNonceFor } from '../nonce/next-nonce.ts';
import type { ValidatorSettings } from '../options/read-options.ts';
import { checkPermissions } from '../permissions/check-permissions.ts';
import type { Requirements } from '../permissions/requirements.ts';
import { decodeProof, type Presentation } from '../proof/decode-proof.ts';
import { verifyProof } from '../proof/verify-proof.ts';
import { claimReplay } from '../replay/claim-replay.ts';
import { checkRevocation } from '../revocation/check-revocation.ts';
import { readRevocationFacts } from '../revocation/revocation-facts.ts';
import type { Authenticated, Binding } from './authenticated.ts';

/** One request before a validator. */
export interface Attempt {
  readonly incoming: IncomingRequest;
  readonly requirements: Requirements;
  readonly settings: ValidatorSettings;
}

/**
 * The steps of authentication, in their order. Each needs what the one before found, so the compiler keeps the order; that is why
 * this list is lines and not an array.
 *
 * The order has four rules. Nothing of a proof is believed before its access token is verified. Only who proved a token learns that it was
 * revoked, and what it permitted no longer counts then. Permissions come before the nonce, so a caller who may not pass is not sent to fetch one. Only the last step uses anything up, so no refused request costs a proof or a
 * place in the store; the memory before it holds what follows from bytes that were verified, and decides nothing.
 *
 * Only what is not there yet is waited for. With everything remembered nothing is, and a promise for each step would cost as much as the step.
 */
export async function authenticate({ incoming, requirements, settings }: Attempt): Promise<Authenticated> {
  const now = epochSeconds(settings.clock);

  const credential = extractCredential(incoming, schemesOf[settings.policy]);
  const presentation = decodeProof(credential, settings.proofs.memory);
  const known = settings.tokens.find(presentation.accessToken);
  const jws = known?.jws ?? decodeAccessToken(presentation.accessToken);
  const issuer = known?.issuer ?? findIssuer(jws.payload, settings.issuers);
  const sought = findKey(jws, issuer);
  const key = sought instanceof Promise ? await sought : sought;
  const isVerified = known?.verifiedBy === key;
  if (!isVerified) await verifySignature(jws, key);
  const token = known?.token ?? checkClaims(jws.payload, settings.audiences);
  checkTimes(token, { now, clockToleranceSeconds: settings.clockToleranceSeconds });
  const confirmation = known === undefined ? await readConfirmation(token.claims) : known.confirmation;
  const revocable = known?.revocable ?? readRevocationFacts(token.claims, confirmation);
  if (!isVerified)
    settings.tokens.keep(presentation.accessToken, { jws, issuer, token, confirmation, revocable, verifiedBy: key });
  decideBinding(confirmation, { scheme: presentation.scheme, policy: settings.policy });
  const certificateProof = proveCertificate(confirmation?.certificateThumbprint, { incoming, settings, now });
  if (certificateProof instanceof Promise) await certificateProof;
  const keyProof = proveKey(presentation, confirmation?.key, { incoming, settings });
  const proof = keyProof instanceof Promise ? await keyProof : keyProof;
  if (settings.revocation !== undefined) checkRevocation(revocable, settings.revocation);
  checkPermissions(token, requirements);
  const nonceCheck = proof === undefined ? undefined : checkNonce(proof, settings.nonces);
  if (nonceCheck instanceof Promise) await nonceCheck;
  const replayClaim = proof === undefined ? undefined : claimReplay(proof, settings.replay);
  if (replayClaim instanceof Promise) await replayClaim;

  const next = proof === undefined ? undefined : nextNonceFor(proof, settings.nonces);
  const nextNonce = next instanceof Promise ? await next : next;
  return describe({ presentation, token, confirmation, proof, nextNonce });
}

function proveCertificate(
  thumbprint: string | undefined,
  { incoming, settings, now }: Pick<Attempt, 'incoming' | 'settings'> & { readonly now: number },
): Promise<void> | undefined {
  if (thumbprint === undefined) return undefined;
  return matchCertificate(incoming, { thumbprint, now, rules: settings.certificates });
}

function proveKey(
  presentation: Presentation,
  confirmation: KeyConfirmation | undefined,
  { incoming, settings }: Pick<Attempt, 'incoming' | 'settings'>,
): VerifiedShr | Promise<VerifiedShr> | undefined {
  if (presentation.scheme !== 'pop' || confirmation === undefined) return undefined;
  return verifyProof(presentation.shr, { confirmation, incoming, rules: settings.proofs });
}

function describe(found: {
  readonly presentation: Presentation;
  readonly token: VerifiedToken;
  readonly confirmation: Confirmation | undefined;
  readonly proof: VerifiedShr | undefined;
  readonly nextNonce: string | undefined;
}): Authenticated {
  const { presentation, token, confirmation, proof, nextNonce } = found;
  return {
    scheme: presentation.scheme,
    binding: describeBinding(confirmation),
    claims: token.claims,
    tenant: token.tenant,
    scopes: token.scopes,
    roles: token.roles,
    clientClaims: proof?.clientClaims,
    // `nextnonce` stands alone: clients in the field read nothing behind it.
    headers:
      nextNonce === undefined ? [] : [['Authentication-Info', buildAuthenticationInfo({ nextnonce: nextNonce })]],
  };
}

function describeBinding(confirmation: Confirmation | undefined): Binding {
  const thumbprint = confirmation?.key?.thumbprint;
  const certificateThumbprint = confirmation?.certificateThumbprint;
  if (thumbprint !== undefined && certificateThumbprint !== undefined) {
    return { method: 'key-and-certificate', thumbprint, certificateThumbprint };
  }
  if (thumbprint !== undefined) return { method: 'key', thumbprint };
  return certificateThumbprint === undefined
    ? { method: 'none' }
    : { method: 'certificate', thumbprint: certificateThumbprint };
}
