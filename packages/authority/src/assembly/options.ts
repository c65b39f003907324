import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, EventSink } from '@holdfast/core';
import type { IsCertificateRevoked } from '../client-auth/certificate-rules.ts';
import type { DirectoryConfiguration } from '../directory/configuration.ts';
import { defaultConfiguration } from '../directory/default-configuration.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import { createPublicOrigin, type PublicHost, type PublicOrigin } from '../origin/public-origin.ts';
import type { Wait } from '../revocation/issue-gate.ts';

/** How an authority is set up. Every option has a default: `createAuthority()` is a complete authority in memory. */
export interface AuthorityOptions {
  /** Who may ask for what; `parseDirectory` makes one from YAML. @default the built-in directory */
  readonly directory?: DirectoryConfiguration | undefined;
  /** Where keys, certificates and identifiers are kept. @default none: in memory only */
  readonly dataDirectory?: string | undefined;
  /** Name in the addresses that the authority tells about itself. @default `localhost` */
  readonly publicHost?: PublicHost | undefined;
  /** Complete https origin in its place, for an authority that is reached through something else. @default none */
  readonly publicOrigin?: string | undefined;
  /**
   * The same for the mTLS endpoint. Whatever forwards to it must leave TLS alone: certificates in headers are never looked at.
   *
   * @default none
   */
  readonly publicMtlsOrigin?: string | undefined;
  /**
   * Asked about every certificate that authenticates a client, with every request; only `false` lets it through.
   *
   * @default nothing is revoked
   */
  readonly isCertificateRevoked?: IsCertificateRevoked | undefined;
  /** Time for tokens, assertions and key rotation, in epoch milliseconds. Certificates always follow the wall clock. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /**
   * Waits for the next second where a token of this one would be revoked already: goes with a `clock` of one's own.
   *
   * @default real time
   */
  readonly wait?: Wait | undefined;
  /** Gets every event as it happens. @default nobody */
  readonly events?: EventSink<AuthorityEvent> | undefined;
  /** How many events `GET /events` can look back. @default 1,000 */
  readonly eventCapacity?: number | undefined;
}

/** Options with every question answered. */
export interface SettledOptions {
  readonly directory: DirectoryConfiguration;
  readonly dataDirectory: string | undefined;
  readonly origin: PublicOrigin;
  readonly mtlsOrigin: PublicOrigin;
  readonly isCertificateRevoked: IsCertificateRevoked;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly events: EventSink<AuthorityEvent> | undefined;
  readonly eventCapacity: number;
}

/**
 * Reads the options once.
 *
 * @throws TypeError on a wrong one
 */
export function settleOptions(options: AuthorityOptions): SettledOptions {
  const { dataDirectory, publicHost = 'localhost', clock = Date.now, events, eventCapacity = 1000 } = options;
  const { isCertificateRevoked = () => false, wait = waitInRealTime } = options;
  if (dataDirectory !== undefined && (typeof dataDirectory !== 'string' || dataDirectory === '')) {
    throw new TypeError('dataDirectory must be a path');
  }
  if (typeof clock !== 'function') throw new TypeError('clock must be a function');
  if (events !== undefined && typeof events !== 'function') throw new TypeError('events must be a function');
  if (typeof isCertificateRevoked !== 'function') throw new TypeError('isCertificateRevoked must be a function');
  if (typeof wait !== 'function') throw new TypeError('wait must be a function');
  if (!Number.isInteger(eventCapacity) || eventCapacity < 1 || eventCapacity > 100_000) {
    throw new TypeError('eventCapacity must be a whole number from 1 to 100000');
  }
  return {
    directory: options.directory ?? defaultConfiguration,
    dataDirectory,
    origin: createPublicOrigin(publicHost, options.publicOrigin),
    mtlsOrigin: createPublicOrigin(publicHost, options.publicMtlsOrigin, 'publicMtlsOrigin'),
    isCertificateRevoked,
    clock,
    wait,
    events,
    eventCapacity,
  };
}

function waitInRealTime(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal });
}
