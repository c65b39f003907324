import { buildAuthenticationInfo, type Confirmation, epochSeconds, type VerifiedShr } from '@holdfast/core';
import type { RememberedToken } from '../access-token/token-memory.ts';
import { decideBinding, schemesOf } from '../binding/decide-binding.ts';
import { extractCredential } from '../credential/extract-credential.ts';
import { whenThere } from '../flow/when-there.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import type { ValidatorSettings } from '../options/read-options.ts';
import { checkPermissions } from '../permissions/check-permissions.ts';
import type { Requirements } from '../permissions/requirements.ts';
import { decodeProof, type Presentation } from '../proof/decode-proof.ts';
import { checkRevocation } from '../revocation/check-revocation.ts';
import type { Authenticated, Binding } from './authenticated.ts';
import { spendProof } from './spend-proof.ts';
import { verifyHolder } from './verify-holder.ts';
import { verifyToken } from './verify-token.ts';

/** One request before a validator. */
export interface Attempt {
  readonly incoming: IncomingRequest;
  readonly requirements: Requirements;
  readonly settings: ValidatorSettings;
}

/**
 * The steps of authentication, in their order, from here down to `judgeUse`. Each needs what the one before found, so the compiler keeps the order; that is why
 * this list is lines and not an array. Three of them are rooms of their own, beside this one: `verify-token`, `verify-holder`, `spend-proof`.
 *
 * The order has four rules. Nothing of a proof is believed before its access token is verified. Only who proved a token learns that it was
 * revoked, and what it permitted no longer counts then. Permissions come before the nonce, so a caller who may not pass is not sent to fetch one. Only the last step uses anything up, so no refused request costs a proof or a
 * place in the store; the memory before it holds what follows from bytes that were verified, and decides nothing.
 *
 * Only what is not there yet is waited for. On Node, a token and a key that are remembered, under a proof that covers neither headers nor body, leave nothing to
 * wait for but what a store or a caller's function takes its time for; then the caller is there at once. What
 * is refused is thrown, or rejects the promise.
 */
export function authenticate(attempt: Attempt): Authenticated | Promise<Authenticated> {
  const { incoming, settings } = attempt;
  const now = epochSeconds(settings.clock);

  const credential = extractCredential(incoming, schemesOf[settings.policy]);
  const presentation = decodeProof(credential, settings.proofs.memory);
  const verified = verifyToken(presentation.accessToken, { settings, now });
  return whenThere(verified, judgeHolder, { attempt, presentation, now });
}

/** What is there before the token is verified. */
interface Presented {
  readonly attempt: Attempt;
  readonly presentation: Presentation;
  readonly now: number;
}

function judgeHolder(verified: RememberedToken, presented: Presented): Authenticated | Promise<Authenticated> {
  const { attempt, presentation, now } = presented;
  const { incoming, settings } = attempt;
  const { confirmation } = verified;
  decideBinding(confirmation, { scheme: presentation.scheme, policy: settings.policy });
  const proof =
    confirmation === undefined ? undefined : verifyHolder({ confirmation, presentation, incoming, settings, now });
  return whenThere(proof, judgeUse, { presented, verified });
}

/** What is there before the use of the token is judged. */
interface Held {
  readonly presented: Presented;
  readonly verified: RememberedToken;
}

function judgeUse(proof: VerifiedShr | undefined, held: Held): Authenticated | Promise<Authenticated> {
  const { presented, verified } = held;
  const { requirements, settings } = presented.attempt;
  const { token, revocable } = verified;
  if (settings.revocation !== undefined) checkRevocation(revocable, settings.revocation);
  checkPermissions(token, requirements);
  const nextNonce = proof === undefined ? undefined : spendProof(proof, settings);
  return whenThere(nextNonce, describe, { presented, verified, proof });
}

function describe(
  nextNonce: string | undefined,
  { presented, verified, proof }: Held & { readonly proof: VerifiedShr | undefined },
): Authenticated {
  const { presentation } = presented;
  const { token, confirmation } = verified;
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
