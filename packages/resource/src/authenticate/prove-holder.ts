import type { Confirmation, VerifiedShr } from '@holdfast/core';
import { matchCertificate } from '../client-certificate/match-certificate.ts';
import { whenThere } from '../flow/when-there.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import type { ValidatorSettings } from '../options/read-options.ts';
import type { Presentation } from '../proof/decode-proof.ts';
import { verifyProof } from '../proof/verify-proof.ts';

/** What a caller brought along to prove that a token is theirs. */
export interface Evidence {
  readonly presentation: Presentation;
  readonly incoming: IncomingRequest;
  readonly settings: ValidatorSettings;
  /** Epoch seconds. */
  readonly now: number;
}

/**
 * Requires a proof of everything that a token is bound to: the certificate of the connection, the key that signed the request, or both.
 *
 * Not checked: that the token is bound to anything, and presented in a way that fits; that was decided before.
 *
 * @returns the proof of the key, where there is one
 */
export function proveHolder(
  confirmation: Confirmation | undefined,
  evidence: Evidence,
): VerifiedShr | undefined | Promise<VerifiedShr | undefined> {
  if (confirmation === undefined) return undefined;
  return whenThere(proveCertificate(confirmation, evidence), () => proveKey(confirmation, evidence));
}

function proveCertificate(
  { certificateThumbprint: thumbprint }: Confirmation,
  { incoming, settings, now }: Evidence,
): Promise<void> | undefined {
  if (thumbprint === undefined) return undefined;
  return matchCertificate(incoming, { thumbprint, now, rules: settings.certificates });
}

function proveKey(
  { key }: Confirmation,
  { presentation, incoming, settings }: Evidence,
): VerifiedShr | Promise<VerifiedShr> | undefined {
  if (presentation.scheme !== 'pop' || key === undefined) return undefined;
  return verifyProof(presentation.shr, { confirmation: key, incoming, rules: settings.proofs });
}
