import { type Clock, createEventSink, type EventSink } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { parseCertificates } from '../certificate/ca-certificates.ts';
import { wholeNumber } from '../options/whole-number.ts';
import type { MtlsEvent } from './mtls-event.ts';

/** Options of {@link createMtlsPool}; read once, unknown names are refused. */
export interface MtlsPoolOptions {
  /** PEM text of the certificate authorities to trust in servers; no other is trusted then. @default those that Node trusts */
  readonly ca?: string | undefined;
  /** Most pairs of origin and certificate with open connections; the least recently used is drained. @default 100 */
  readonly maxPools?: number | undefined;
  /** Most connections of one pair; further requests wait their turn. @default 128 */
  readonly maxConnections?: number | undefined;
  /** How long a connection may take to open, in milliseconds. @default 10,000 */
  readonly connectTimeoutMs?: number | undefined;
  /** How long a server may keep silent, before its response and within it, in milliseconds. @default 300,000 (5 minutes) */
  readonly silenceTimeoutMs?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told what happens; never a key. @default nobody */
  readonly events?: EventSink<MtlsEvent> | undefined;
}

/** The options with their defaults. */
export interface ParsedPoolOptions {
  readonly ca: readonly string[] | undefined;
  readonly maxPools: number;
  readonly maxConnections: number;
  readonly connectTimeoutMs: number;
  readonly silenceTimeoutMs: number;
  readonly clock: Clock;
  readonly emit: EventSink<MtlsEvent>;
}

const optionNames: ReadonlySet<string> = new Set<keyof MtlsPoolOptions>([
  'ca',
  'maxPools',
  'maxConnections',
  'connectTimeoutMs',
  'silenceTimeoutMs',
  'clock',
  'events',
]);

/** @throws TypeError for a wrong or unknown option */
export function parsePoolOptions(options: MtlsPoolOptions): ParsedPoolOptions {
  checkOptionNames(options, optionNames);
  const { ca, clock = Date.now, events } = options;
  if (typeof clock !== 'function') throw new TypeError('clock must be a function');
  if (events !== undefined && typeof events !== 'function') throw new TypeError('events must be a function');
  return {
    ca: ca === undefined ? undefined : parseCertificates(ca, 'ca').map((certificate) => certificate.toString()),
    maxPools: wholeNumber(options.maxPools ?? 100, 'maxPools'),
    maxConnections: wholeNumber(options.maxConnections ?? 128, 'maxConnections'),
    connectTimeoutMs: wholeNumber(options.connectTimeoutMs ?? 10_000, 'connectTimeoutMs'),
    silenceTimeoutMs: wholeNumber(options.silenceTimeoutMs ?? 300_000, 'silenceTimeoutMs'),
    clock,
    emit: createEventSink(events),
  };
}
