import type { MachineKey } from '../machine-key/machine-key.ts';

/** What is to be attested, and where. */
export interface AttestationRequest {
  /** `https` address of the attestation service, as the platform metadata names it. */
  readonly endpoint: string;
  /** The key to attest. */
  readonly key: MachineKey;
  /** GUID of the identity that will use it. */
  readonly clientId: string;
  /** `refused` when a server did not take the last statement about this key: one that is remembered will not do then. @default `allowed` */
  readonly remembered?: 'allowed' | 'refused' | undefined;
  /** Ends this caller's wait. @default none */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Port: has somebody whom a server believes say where a key is kept.
 *
 * An implementation gives a token or fails: it never gives an empty one, and never one for another key.
 */
export interface AttestationProvider {
  /**
   * The statement about a key, as a JWT that goes to the issuer of certificates unread.
   *
   * @throws {@link AttestationFailed} when there is no statement
   * @throws the reason of the signal, or {@link FlightAborted} with it, when the wait was ended; never wrapped as a failure
   */
  attest(request: AttestationRequest): Promise<string>;
}
