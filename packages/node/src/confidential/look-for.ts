import { createDeadline, FlightAborted } from '@holdfast/core';
import { BindingUnavailable, type CertificateLack } from '@holdfast/oauth';
import { CredentialInvalid, CredentialsUnusable } from '../errors/credential-errors.ts';

/** Looks for a certificate, for as long as the caller stays and time is left. */
export type Lookout = <T>(signal: AbortSignal | undefined, find: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Bounds the search for a certificate: files, callbacks and vaults may take their time, and a caller must not be held for longer than promised.
 *
 * @throws from the returned function: {@link FlightAborted} where the caller has left; {@link DeadlineExceeded}, or what the search throws
 */
export function createLookout(timeoutMs: number): Lookout {
  return async (signal, find) => {
    const deadline = createDeadline(timeoutMs, signal);
    try {
      return await deadline.race(() => find(deadline.signal));
    } catch (error) {
      // A caller who has left says nothing about the certificate.
      throw signal?.aborted ? new FlightAborted({ cause: signal.reason }) : error;
    } finally {
      deadline.clear();
    }
  };
}

/** Words what goes wrong with a certificate that should be there. */
export function wordUnusable(cause: unknown): never {
  throw cause instanceof FlightAborted ? cause : new BindingUnavailable({ cause });
}

/** Words what goes wrong with the credential of the client, which may be of a kind that no token can be bound with. */
export function wordUnavailable(cause: unknown): never {
  throw cause instanceof FlightAborted ? cause : new BindingUnavailable({ certificate: lackOf(cause), cause });
}

// Told by what the client was given, never by what failed: an expired certificate is none to use, but it is not none.
function lackOf(cause: unknown): CertificateLack {
  if (cause instanceof CredentialsUnusable)
    return cause.attempts.every(({ code }) => code === unbound) ? 'none' : 'unusable';
  return cause instanceof CredentialInvalid && cause.code === unbound ? 'none' : 'unusable';
}

const unbound = 'ERR_CREDENTIAL_UNBOUND';
