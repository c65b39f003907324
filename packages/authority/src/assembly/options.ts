import type { Clock, EventSink } from '@holdfast/core';
import type { DirectoryConfiguration } from '../directory/configuration.ts';
import { defaultConfiguration } from '../directory/default-configuration.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import { createPublicOrigin, type PublicHost, type PublicOrigin } from '../origin/public-origin.ts';

/** How an authority is set up. Every option has a default: `createAuthority()` is a complete authority in memory. */
export interface AuthorityOptions {
  /** Who may ask for what; the built-in directory unless told. `parseDirectory` makes one from YAML. */
  readonly directory?: DirectoryConfiguration | undefined;
  /** Where keys, certificates and identifiers are kept; in memory only when absent. */
  readonly dataDirectory?: string | undefined;
  /** Name in the addresses that the authority tells about itself; `localhost` unless told. */
  readonly publicHost?: PublicHost | undefined;
  /** Complete https origin in its place, for an authority that is reached through something else. */
  readonly publicOrigin?: string | undefined;
  /** Time for tokens, assertions and key rotation; `Date.now` unless told. Certificates always follow the wall clock. */
  readonly clock?: Clock | undefined;
  /** Gets every event as it happens. */
  readonly events?: EventSink<AuthorityEvent> | undefined;
  /** How many events `GET /events` can look back; 1000 unless told. */
  readonly eventCapacity?: number | undefined;
}

/** Options with every question answered. */
export interface SettledOptions {
  readonly directory: DirectoryConfiguration;
  readonly dataDirectory: string | undefined;
  readonly origin: PublicOrigin;
  readonly clock: Clock;
  readonly events: EventSink<AuthorityEvent> | undefined;
  readonly eventCapacity: number;
}

/**
 * Reads the options once.
 *
 * @throws TypeError on a wrong one
 */
export function settleOptions(options: AuthorityOptions): SettledOptions {
  const { dataDirectory, clock = Date.now, events, eventCapacity = 1000 } = options;
  if (dataDirectory !== undefined && (typeof dataDirectory !== 'string' || dataDirectory === '')) {
    throw new TypeError('dataDirectory must be a path');
  }
  if (typeof clock !== 'function') throw new TypeError('clock must be a function');
  if (events !== undefined && typeof events !== 'function') throw new TypeError('events must be a function');
  if (!Number.isInteger(eventCapacity) || eventCapacity < 1 || eventCapacity > 100_000) {
    throw new TypeError('eventCapacity must be a whole number from 1 to 100000');
  }
  return {
    directory: options.directory ?? defaultConfiguration,
    dataDirectory,
    origin: createPublicOrigin(options.publicHost ?? 'localhost', options.publicOrigin),
    clock,
    events,
    eventCapacity,
  };
}
