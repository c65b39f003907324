import { type Clock, createSingleFlight, type EventSink, epochSeconds, type Transport } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import type { ResourceEvent } from '../events/resource-event.ts';
import { whenThere } from '../flow/when-there.ts';
import { createAskingPace, secondsSince } from './asking-pace.ts';
import { createKeySet, type KeySet } from './key-set.ts';
import { processJwksResponse } from './process-jwks-response.ts';
import { sendJwksRequest } from './send-jwks-request.ts';
import type { IssuerKey, IssuerKeys } from './trusted-issuer.ts';

/** When a key set is asked for again. All in seconds. */
export interface KeySetTimes {
  /** A set older than this is renewed in the background. */
  readonly refreshAfterSeconds: number;
  /** A set older than this is no longer served, whatever the authority answers. */
  readonly maxAgeSeconds: number;
  /** An unknown `kid` causes at most one request in this time, however many tokens name one. */
  readonly coolDownSeconds: number;
}

/** What remote keys are made from. */
export interface RemoteKeysOptions {
  readonly uri: string;
  readonly transport: Transport;
  readonly times: KeySetTimes;
  readonly clock: Clock;
  readonly publish: EventSink<ResourceEvent>;
}

interface Fetched {
  readonly set: KeySet;
  readonly at: number;
}

/**
 * Keys from one configured address: fetched once however many ask, kept, renewed in the background, and asked for again at most once
 * per cool-down for keys nobody knows. Trouble at the address is ridden out on the known keys until they are too old; then every
 * request fails closed.
 */
export function createRemoteKeys(options: RemoteKeysOptions): IssuerKeys {
  const { times, clock } = options;
  const flight = createSingleFlight<KeySet>();
  let fetched: Fetched | undefined;
  const pace = createAskingPace(clock, times.coolDownSeconds);

  const fetchKeys = async (): Promise<KeySet> => {
    pace.asked();
    try {
      const keys = await sendJwksRequest(options.uri, options.transport, processJwksResponse);
      const set = createKeySet(keys);
      fetched = { set, at: epochSeconds(clock) };
      pace.succeeded();
      options.publish({ name: 'issuer.refreshed', jwksUri: options.uri, keys: set.size });
      return set;
    } catch (cause) {
      pace.failed();
      options.publish({ name: 'issuer.failed', jwksUri: options.uri, cause });
      throw new Refused('ERR_ISSUER_KEYS_UNAVAILABLE', { cause });
    }
  };
  const refresh = (): Promise<KeySet> => flight.run('keys', fetchKeys);
  const isUnderWay = (): boolean => flight.size > 0;

  const currentSet = (): KeySet | Promise<KeySet> => {
    const age = fetched === undefined ? Number.POSITIVE_INFINITY : secondsSince(fetched.at, clock);
    if (fetched === undefined || age >= times.maxAgeSeconds) {
      if (!isUnderWay() && !pace.mayAsk())
        throw new Refused('ERR_ISSUER_KEYS_UNAVAILABLE', { detail: 'waiting to ask again' });
      return refresh();
    }
    if (age >= times.refreshAfterSeconds && !isUnderWay() && pace.mayAsk()) {
      // The event tells of a failure; the known keys still serve.
      refresh().catch(() => undefined);
    }
    return fetched.set;
  };

  const findIn = (set: KeySet, kid: string): IssuerKey | undefined | Promise<IssuerKey | undefined> => {
    const known = set.find(kid);
    if (known !== undefined) return known;
    if (isUnderWay() || pace.mayAsk()) return refresh().then((fresh) => fresh.find(kid));
    // Whether the key is unknown or new cannot be told while the address does not answer.
    if (pace.isFailing) throw new Refused('ERR_ISSUER_KEYS_UNAVAILABLE');
    return undefined;
  };

  return {
    find(kid) {
      const set = currentSet();
      return whenThere(set, (one) => findIn(one, kid));
    },
  };
}
