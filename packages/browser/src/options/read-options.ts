import { createEventSink } from '@holdfast/core/calling';
import { createFetchTransport, parseAuthority, parseKnownAuthorities } from '@holdfast/oauth/calling';
import type { BrowserClientOptions } from './client-options.ts';
import type { ClientSettings } from './client-settings.ts';
import { readScheme } from './read-scheme.ts';

/**
 * Reads the options of a client, once.
 *
 * Names are not looked at: a page loads every byte of such a list, and whoever misspells an option gets its default, of which none is weaker.
 *
 * @throws TypeError for a wrong option, and for a page that is no secure context: there, no browser makes keys
 * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}
 */
export function readOptions(options: BrowserClientOptions): ClientSettings {
  const { clientId, proofAlgorithm = 'RS256', shrDialect = 'strict', storage = 'indexeddb' } = options;
  const { transport = createFetchTransport(), clock = Date.now, clientCapabilities = [] } = options;
  const { redirectUri = globalThis.location?.href.split(/[?#]/, 1)[0], postLogoutRedirectUri } = options;
  const { timeoutMs = 30_000, popupTimeoutMs = 300_000, frameTimeoutMs = 6_000 } = options;
  check(globalThis.crypto?.subtle, 'https (or localhost), for keys,');
  check(typeof clientId === 'string' && clientId, 'clientId');
  check(proofAlgorithm === 'RS256' || proofAlgorithm === 'ES256', 'proofAlgorithm');
  check(shrDialect === 'strict' || shrDialect === 'msal-browser', 'shrDialect');
  check(storage === 'indexeddb' || storage === 'memory', 'storage');
  check(Array.isArray(clientCapabilities), 'clientCapabilities');
  check(redirectUri !== undefined && URL.canParse(redirectUri), 'redirectUri');
  check(postLogoutRedirectUri === undefined || URL.canParse(postLogoutRedirectUri), 'postLogoutRedirectUri');
  for (const timeout of [timeoutMs, popupTimeoutMs, frameTimeoutMs]) {
    check(Number.isSafeInteger(timeout) && timeout > 0 && timeout < 2 ** 31, 'each timeout in milliseconds');
  }
  return Object.freeze({
    clientId,
    authority: parseAuthority(options.authority),
    trustedOrigins: parseKnownAuthorities(options.knownAuthorities ?? []),
    redirectUri,
    postLogoutRedirectUri,
    capabilities: Object.freeze([...clientCapabilities]),
    scheme: readScheme(options, 'pop'),
    proofAlgorithm,
    shrDialect,
    storage,
    transport,
    clock,
    emit: createEventSink(options.events),
    timeoutMs,
    popupTimeoutMs,
    frameTimeoutMs,
  });
}

function check(isRight: unknown, what: string): asserts isRight {
  if (!isRight) throw new TypeError(`${what} is missing or wrong`);
}
