import { type Clock, createEventSink, type EventSink, isGuid } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { MitsEvent } from '../events/mits-event.ts';
import { identitiesOf } from '../identity/find-identity.ts';
import type { MitsCaller } from '../identity/managed-identity.ts';
import { wholeNumber } from '../options/whole-number.ts';
import type { RelyingParty } from '../relying-party/relying-party.ts';
import type { ClusterTokenStore } from '../stores/cluster-token-store.ts';
import { createMemoryClusterTokenStore } from '../stores/memory-cluster-token-store.ts';

/** Options of {@link createMits}; read once, unknown names are refused. */
export interface MitsOptions {
  /** Asks the authority; closed by whoever made it. */
  readonly relyingParty: RelyingParty;
  /** Who may ask, and as whom. */
  readonly callers: readonly MitsCaller[];
  /** What the token services of a cluster share. @default a store of this process: a cluster of one */
  readonly store?: ClusterTokenStore | undefined;
  /**
   * `Host` headers that are answered, for example `localhost:2377`.
   *
   * @default every one: the certificate is pinned, and a page whose name was rebound knows neither it nor the secret
   */
  readonly hosts?: readonly string[] | undefined;
  /** How long a grant stands when its holder is gone, in milliseconds; a holder that lives renews it. @default 5,000 */
  readonly leaseMs?: number | undefined;
  /** How long a request waits for a token that another process fetches, in milliseconds; a call to the authority takes twice as long at most. @default 30,000 */
  readonly waitMs?: number | undefined;
  /** How long a failure is everybody's before the authority is asked again, in milliseconds. @default 1,000 */
  readonly failurePauseMs?: number | undefined;
  /** Tokens kept in memory for the time when the store is out of reach. @default 1,000 */
  readonly maxLocalTokens?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told what happens; never a token, a hash or a secret. @default nobody */
  readonly events?: EventSink<MitsEvent> | undefined;
}

/** Options with no questions left. */
export interface ParsedMitsOptions {
  readonly relyingParty: RelyingParty;
  readonly callers: readonly MitsCaller[];
  readonly store: ClusterTokenStore;
  readonly hosts: ReadonlySet<string>;
  readonly leaseMs: number;
  readonly waitMs: number;
  readonly failurePauseMs: number;
  readonly maxLocalTokens: number;
  readonly clock: Clock;
  readonly events: EventSink<MitsEvent>;
}

/** The table of defaults; each is explained at its option. */
const defaults = { leaseMs: 5000, waitMs: 30_000, failurePauseMs: 1000, maxLocalTokens: 1000 } as const;

const optionNames: ReadonlySet<string> = new Set<keyof MitsOptions>([
  'relyingParty',
  'callers',
  'store',
  'hosts',
  'leaseMs',
  'waitMs',
  'failurePauseMs',
  'maxLocalTokens',
  'clock',
  'events',
]);

/**
 * Reads the options of a token service: checks every one and fills in the defaults.
 *
 * @throws TypeError for a wrong, missing or unknown option; its message quotes no value
 */
export function parseMitsOptions(options: MitsOptions): ParsedMitsOptions {
  checkOptionNames(options, optionNames);
  const { relyingParty, clock = Date.now } = options;
  if (typeof relyingParty?.requestToken !== 'function') throw new TypeError('relyingParty must have requestToken');
  if (typeof clock !== 'function') throw new TypeError('clock must be a function');
  const store = options.store ?? createMemoryClusterTokenStore({ clock });
  if (typeof store.claim !== 'function') throw new TypeError('store must be a ClusterTokenStore');
  return {
    relyingParty,
    callers: parseCallers(options.callers),
    store,
    hosts: new Set((options.hosts ?? []).map((host) => text(host, 'a host').toLowerCase())),
    leaseMs: wholeNumber(options.leaseMs ?? defaults.leaseMs, 'leaseMs'),
    waitMs: wholeNumber(options.waitMs ?? defaults.waitMs, 'waitMs'),
    failurePauseMs: wholeNumber(options.failurePauseMs ?? defaults.failurePauseMs, 'failurePauseMs'),
    maxLocalTokens: wholeNumber(options.maxLocalTokens ?? defaults.maxLocalTokens, 'maxLocalTokens'),
    clock,
    events: createEventSink(options.events),
  };
}

const secretText = /^[\x21-\x7e]{16,512}$/;

function parseCallers(callers: readonly MitsCaller[]): readonly MitsCaller[] {
  if (!Array.isArray(callers) || callers.length === 0) throw new TypeError('callers must be a list that is not empty');
  const parsed = callers.map((caller) => {
    text(caller?.name, 'the name of a caller');
    if (typeof caller.secret !== 'string' || !secretText.test(caller.secret)) {
      throw new TypeError('the secret of a caller must be 16 to 512 visible characters');
    }
    const identities = identitiesOf(caller);
    if (identities.length === 0) throw new TypeError('a caller must have an identity');
    for (const { name, clientId, objectId, resourceId } of identities) {
      text(name, 'the name of an identity');
      if (!isGuid(clientId) || !isGuid(objectId)) throw new TypeError('an identity must have GUIDs');
      if (resourceId !== undefined) text(resourceId, 'the resource id of an identity');
    }
    return structuredClone(caller);
  });
  const secrets = new Set(parsed.map(({ secret }) => secret));
  if (secrets.size !== parsed.length) throw new TypeError('two callers must not have one secret');
  return parsed;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be a text that is not empty`);
  return value;
}
