import { type EventSink, FlightAborted } from '@holdfast/core';
import { knownCode } from '../errors/known-code.ts';
import type { KeyStrength } from '../machine-key/key-strength.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { CredentialOutcome, IdentityCredentialOutcome } from './identity-event.ts';

/** Tells what became of a credential. */
export interface CredentialTeller {
  /** A token came, or a loop ended without one. */
  outcome(outcome: CredentialOutcome, about: OutcomeSubject): void;
  /** There is no certificate; told once, however many wait for it. */
  notFound(
    error: unknown,
    about: { readonly tokenType: OutcomeSubject['tokenType']; readonly bypassCache: boolean },
  ): void;
}

/** What an outcome is about. */
export interface OutcomeSubject {
  readonly tokenType: 'mtls_pop' | 'Bearer';
  readonly certificate: IdentityCertificate;
  /** @default none */
  readonly error?: unknown;
}

/** Makes the teller. @param keyType - strength of the key, where there is one by now */
export function createCredentialTeller(
  emit: EventSink<IdentityCredentialOutcome>,
  keyType: () => KeyStrength | undefined,
): CredentialTeller {
  // A failure is one object for all who waited for it together.
  const told = new WeakSet<object>();
  return {
    outcome(outcome, { tokenType, certificate, error }) {
      const { bypassCache, strength } = certificate;
      const code = error === undefined ? undefined : knownCode(error);
      emit({ name: 'credential.outcome', source: 'imds-v2', tokenType, bypassCache, keyType: strength, outcome, code });
    },
    notFound(error, { tokenType, bypassCache }) {
      if (error instanceof FlightAborted || (typeof error === 'object' && error !== null && told.has(error))) return;
      if (typeof error === 'object' && error !== null) told.add(error);
      const about = { tokenType, bypassCache, keyType: keyType() } as const;
      emit({ name: 'credential.outcome', source: 'imds-v2', ...about, outcome: 'not-found', code: knownCode(error) });
    },
  };
}
