import { createEventSink } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import {
  createFetchTransport,
  parseAuthority,
  parseKnownAuthorities,
  parseSchemeName,
  SchemeUnavailable,
} from '@holdfast/oauth';
import type { BrowserClientOptions } from './client-options.ts';
import type { ClientSettings } from './client-settings.ts';

/** The table of defaults; each is explained at its option. */
const defaults = {
  authenticationScheme: 'pop',
  proofAlgorithm: 'RS256',
  shrDialect: 'strict',
  storage: 'indexeddb',
  timeoutMs: 30_000,
  popupTimeoutMs: 300_000,
  frameTimeoutMs: 6_000,
} as const;

const optionNames: ReadonlySet<string> = new Set<keyof BrowserClientOptions>([
  'clientId',
  'authority',
  'redirectUri',
  'postLogoutRedirectUri',
  'knownAuthorities',
  'clientCapabilities',
  'authenticationScheme',
  'proofAlgorithm',
  'shrDialect',
  'storage',
  'events',
  'timeoutMs',
  'popupTimeoutMs',
  'frameTimeoutMs',
  'transport',
  'clock',
]);

/**
 * Reads the options of a client, once.
 *
 * @throws TypeError for a wrong or unknown option, and for a page that is no secure context: there, no browser makes keys
 * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}
 */
export function readOptions(options: BrowserClientOptions): ClientSettings {
  checkOptionNames(options, optionNames);
  const given = { ...defaults, ...withoutUndefined(options) };
  const { clientId, clientCapabilities = [], knownAuthorities = [], transport, clock = Date.now, events } = given;
  if (globalThis.crypto?.subtle === undefined) throw new TypeError('a page needs https (or localhost) for keys');
  if (typeof clientId !== 'string' || clientId === '') throw new TypeError('clientId must be a non-empty string');
  const scheme = parseSchemeName(given.authenticationScheme);
  if (scheme !== 'pop' && scheme !== 'bearer') throw new SchemeUnavailable({ detail: scheme });
  return Object.freeze({
    clientId,
    authority: parseAuthority(given.authority),
    trustedOrigins: parseKnownAuthorities(knownAuthorities),
    redirectUri: address(given.redirectUri ?? globalThis.location?.href.split(/[?#]/, 1)[0], 'redirectUri'),
    postLogoutRedirectUri:
      given.postLogoutRedirectUri === undefined
        ? undefined
        : address(given.postLogoutRedirectUri, 'postLogoutRedirectUri'),
    capabilities: Object.freeze(clientCapabilities.map((name) => String(name))),
    scheme,
    proofAlgorithm: oneOf(['RS256', 'ES256'] as const, given.proofAlgorithm, 'proofAlgorithm'),
    shrDialect: oneOf(['strict', 'msal-browser'] as const, given.shrDialect, 'shrDialect'),
    storage: oneOf(['indexeddb', 'memory'] as const, given.storage, 'storage'),
    transport: aFunction(transport ?? createFetchTransport(), 'transport'),
    clock: aFunction(clock, 'clock'),
    emit: createEventSink(events),
    timeoutMs: milliseconds(given.timeoutMs, 'timeoutMs'),
    popupTimeoutMs: milliseconds(given.popupTimeoutMs, 'popupTimeoutMs'),
    frameTimeoutMs: milliseconds(given.frameTimeoutMs, 'frameTimeoutMs'),
  });
}

function withoutUndefined(options: BrowserClientOptions): BrowserClientOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

function address(value: unknown, name: string): string {
  if (typeof value !== 'string' || !URL.canParse(value)) throw new TypeError(`${name} must be an absolute address`);
  return value;
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, name: string): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined) throw new TypeError(`${name} must be ${allowed.join(' or ')}`);
  return found;
}

function aFunction<F>(value: F, name: string): F {
  if (typeof value !== 'function') throw new TypeError(`${name} must be a function`);
  return value;
}

function milliseconds(value: unknown, name: string): number {
  const isLength = Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= 2_147_483_647;
  if (!isLength) throw new TypeError(`${name} must be a whole number of milliseconds`);
  return value as number;
}
