import { type Clock, createEventSink, type EventSink, type Transport } from '@holdfast/core';
import type { ResourceEvent } from '../events/resource-event.ts';
import { checkKnownNames, readAmount, readCount } from '../options/check-values.ts';
import { chooseTransport } from './direct-transport.ts';

/** Options of {@link createAdminRevocationFeed}. */
export interface AdminRevocationFeedOptions {
  /** Address of the stream: https, or http on loopback, such as `http://127.0.0.1:8482/revocations`. */
  readonly url: string;
  /** The admin key. */
  readonly key: string;
  /** Live revocations at most; a full feed takes about 50 MB by default. @default 100,000 */
  readonly maxEntries?: number | undefined;
  /**
   * How long the stream may say nothing before it is asked for anew, in seconds, at most 3,600. The admin service says something every five.
   *
   * @default 15
   */
  readonly silenceSeconds?: number | undefined;
  /**
   * Sends the request, and gives the answer while it still comes.
   *
   * @default the runtime's own `fetch`; on Node, for http on loopback, a connection of its own that no proxy is in the way of
   */
  readonly transport?: Transport | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told when the feed is current, and when it is not any more. @default nobody */
  readonly events?: EventSink<ResourceEvent> | undefined;
}

/** The options with no questions left. */
export interface FeedSettings {
  readonly url: string;
  readonly key: string;
  readonly maxEntries: number;
  readonly silenceMs: number;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly publish: EventSink<ResourceEvent>;
}

const knownNames = {
  url: true,
  key: true,
  maxEntries: true,
  silenceSeconds: true,
  transport: true,
  clock: true,
  events: true,
} as const satisfies Record<keyof AdminRevocationFeedOptions, true>;

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Reads the options of a feed, once.
 *
 * @throws TypeError for anything missing, unknown or out of range
 */
export function readFeedOptions(options: AdminRevocationFeedOptions): FeedSettings {
  checkKnownNames(options, knownNames);
  const { key, clock = Date.now } = options;
  const url = readAddress(options.url);
  const transport = options.transport ?? chooseTransport(url);
  const maxEntries = readCount('maxEntries', options.maxEntries ?? 100_000);
  if (maxEntries === 0) throw new TypeError('maxEntries must be a positive whole number');
  if (typeof transport !== 'function') throw new TypeError('transport must be a function');
  // The value is not repeated, and neither is the address: people write keys into both.
  if (typeof key !== 'string' || !/^[\x21-\x7e]+$/.test(key)) throw new TypeError('key must be visible US-ASCII');
  return Object.freeze({
    url,
    key,
    maxEntries,
    silenceMs: readAmount('silenceSeconds', options.silenceSeconds ?? 15, { most: 3600 }) * 1000,
    transport,
    clock,
    publish: createEventSink(options.events),
  });
}

function readAddress(text: string): string {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname));
  if (url === undefined || !isSafe || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new TypeError('url must be an https address, or http on loopback, without user or fragment');
  }
  return url.href;
}
