import type { Confirmation, VerifiedShr } from '@holdfast/core';
import { matchCertificate } from '../client-certificate/match-certificate.ts';
import { whenThere } from '../flow/when-there.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import type { ValidatorSettings } from '../options/read-options.ts';
import type { Presentation } from '../proof/decode-proof.ts';
import { verifyProof } from '../proof/verify-proof.ts';

/** What the binding of a token is held against. */
export interface HolderFacts {
  readonly confirmation: Confirmation;
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
export function verifyHolder(facts: HolderFacts): VerifiedShr | undefined | Promise<VerifiedShr | undefined> {
  return whenThere(verifyCertificate(facts), verifyKey, facts);
}

function verifyCertificate({ confirmation, incoming, settings, now }: HolderFacts): Promise<void> | undefined {
  const { certificateThumbprint: thumbprint } = confirmation;
  if (thumbprint === undefined) return undefined;
  return matchCertificate(incoming, { thumbprint, now, rules: settings.certificates });
}

function verifyKey(_: unknown, facts: HolderFacts): VerifiedShr | Promise<VerifiedShr> | undefined {
  const { confirmation, presentation, incoming, settings } = facts;
  const { key } = confirmation;
  if (presentation.scheme !== 'pop' || key === undefined) return undefined;
  return verifyProof(presentation.shr, { confirmation: key, incoming, rules: settings.proofs });
}
