import { randomUUID } from 'node:crypto';
import type { Clock, EventSink, Transport } from '@holdfast/core';
import { ImdsCredentialUnusable } from '../errors/imds-credential-errors.ts';
import { ManagedIdentityRefused } from '../errors/managed-identity-errors.ts';
import { askAgain, type NoteRetry } from '../managed-identity-source/ask-again.ts';
import { askOnce, type RequestParts } from '../managed-identity-source/ask-once.ts';
import type { ManagedIdentityId } from '../managed-identity-source/identity-question.ts';
import { type Pause, pause } from '../managed-identity-source/pause.ts';
import { createImdsRetryPolicy, createSingleAttemptPolicy } from '../managed-identity-source/retry-policy.ts';
import type { ManagedIdentityRetried } from '../managed-identity-source/source-event.ts';
import { buildIssueRequest, buildMetadataRequest, type IssueFacts, nameIdentity } from './build-requests.ts';
import { type IssuedCredential, processCredential } from './issued-credential.ts';
import { type PlatformMetadata, processMetadata } from './platform-metadata.ts';
import { type ImdsWire, wires } from './wire-names.ts';

/** The part of IMDS that gives certificates to one identity. */
export interface ImdsCredentials {
  /**
   * What IMDS says of the machine and of the identity.
   *
   * @throws {@link ImdsCredentialUnusable} `ERR_IMDS_CREDENTIAL_ABSENT` where IMDS has no such question; whatever reading the answer throws
   */
  readMetadata(signal: AbortSignal): Promise<PlatformMetadata>;
  /** Asks for a certificate. @throws whatever reading the answer throws */
  issue(facts: Omit<IssueFacts, 'requestId'>, signal: AbortSignal): Promise<IssuedCredential>;
}

/** What {@link createImdsCredentials} needs; every value is checked. */
export interface ImdsCredentialsOptions {
  /** Where IMDS is. */
  readonly base: URL;
  readonly identity: ManagedIdentityId;
  readonly wire: ImdsWire;
  readonly allowedHosts: ReadonlySet<string>;
  /** Headers beside those that IMDS needs. */
  readonly headers: Readonly<Record<string, string>>;
  readonly transport: Transport;
  readonly clock: Clock;
  /** For one attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether the retry policy of IMDS is followed. */
  readonly retries: boolean;
  /** Waits between attempts. @default timers of the runtime */
  readonly sleep?: Pause | undefined;
  /** Told when IMDS is asked again. @default nobody */
  readonly emit?: EventSink<ManagedIdentityRetried> | undefined;
}

/**
 * Makes the door to IMDS: build, send (again where the policy says so), process.
 *
 * @throws {@link ManagedIdentityUnusable} `ERR_MANAGED_IDENTITY_ID` where the wire has no word for the identity
 */
export function createImdsCredentials(options: ImdsCredentialsOptions): ImdsCredentials {
  const { base, identity, headers, allowedHosts, transport, clock, timeoutMs, retries, sleep = pause, emit } = options;
  const wire = wires[options.wire];
  const address = { base, identity, wire, headers };
  nameIdentity(address);
  const send = async <T>(
    parts: RequestParts,
    process: (response: Response) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> => {
    signal.throwIfAborted();
    const policy = retries ? createImdsRetryPolicy() : createSingleAttemptPolicy();
    let attempt = 0;
    const noteRetry: NoteRetry = (retry) => {
      attempt += 1;
      emit?.({ name: 'managed-identity.retried', source: 'imds-v2', attempt, ...retry });
    };
    const ask = (): Promise<T> => askOnce(parts, { transport, timeoutMs, signal, process });
    return askAgain(ask, { policy, pause: sleep, signal, noteRetry });
  };
  return {
    async readMetadata(signal) {
      const process = (response: Response): Promise<PlatformMetadata> =>
        processMetadata(response, { identity, allowedHosts, clock });
      try {
        return await send(buildMetadataRequest(address, randomUUID()), process, signal);
      } catch (error) {
        throw saysAbsent(error) ? new ImdsCredentialUnusable('ERR_IMDS_CREDENTIAL_ABSENT') : error;
      }
    },
    async issue(facts, signal) {
      const process = (response: Response): Promise<IssuedCredential> =>
        processCredential(response, { wire, metadata: facts.metadata, allowedHosts, clock });
      return send(buildIssueRequest(address, { ...facts, requestId: randomUUID() }), process, signal);
    },
  };
}

// An IMDS that knows the question and not the identity says so in the body, and has another code.
function saysAbsent(error: unknown): boolean {
  const isUnavailable = error instanceof ManagedIdentityRefused && error.code === 'ERR_MANAGED_IDENTITY_UNAVAILABLE';
  return isUnavailable && error.status === 404;
}
