import { createEventSink, type EventSink, type Transport } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { TokenClient } from '../acquire/token-client.ts';
import type { BindingCertificateSource } from '../client-auth/bound-credentials.ts';
import { SchemeContradicted } from '../errors/scheme-errors.ts';
import type { DangerousOption } from '../events/token-event.ts';
import type { BindingCertificate } from '../scheme/binding-certificate.ts';
import { parseSchemeName, type SchemeInput } from '../scheme/scheme-name.ts';
import { type CertificateConnections, chooseTransport } from './choose-transport.ts';
import { createExchanges } from './exchange.ts';
import { type BoundFetch, createFetchLoop, type FetchLoopOptions } from './fetch-loop.ts';
import { dangerouslyAllowLoopbackHttp, parseOrigins } from './origins.ts';

/** The part of a client that a bound fetch needs; `presentCertificate` for `mtls_pop`, where no `mtlsPool` is given. */
export type FetchClient = Pick<TokenClient, 'acquireTokenForClient' | 'signHttpRequest'> &
  Partial<Pick<TokenClient, 'presentCertificate'>>;

/** Options of {@link createBoundFetch}. */
export interface BoundFetchOptions {
  /** Acquires the tokens and signs the requests. */
  readonly client: FetchClient;
  /** For Entra one resource with `/.default`, for example `api://orders/.default`. */
  readonly scopes: readonly string[];
  /** How tokens are bound: who wants bearer tokens says so. @default `pop` */
  readonly authenticationScheme?: SchemeInput | undefined;
  /** What token requests name: the key's thumbprint (`kid`) or the whole public key (`jwk`, AT-POP). @default `kid` */
  readonly confirmation?: 'kid' | 'jwk' | undefined;
  /** GUID or domain. @default the client's tenant */
  readonly tenantId?: string | undefined;
  /** The https origins that may be given the token, compared exactly. */
  readonly origins: readonly string[];
  /**
   * Reaches the API. Refused with `mtls_pop`: a function cannot be told which certificate to present.
   *
   * @default the runtime's own `fetch`
   */
  readonly transport?: Transport | undefined;
  /** With `mtls_pop`: presents the certificate that the token is bound to. @default the client's own connections */
  readonly mtlsPool?: CertificateConnections | undefined;
  /** With `mtls_pop`: the certificate to bind tokens to, or where it comes from. @default the client's own credential */
  readonly bindingCertificate?: BindingCertificate | BindingCertificateSource | undefined;
  /**
   * With `mtls_pop`: sends a bearer token, over `transport`, where there is no certificate at all; `token.unbound` is told each time.
   *
   * @default `false`
   */
  readonly allowUnboundFallback?: boolean | undefined;
  /** Largest request body that is held for signing and repeating, in bytes. @default 4,194,304 (4 MiB) */
  readonly maxBodyBytes?: number | undefined;
  /** Told at once when a dangerous option or a fallback is on. @default nobody */
  readonly events?: EventSink<DangerousOption> | undefined;
  /**
   * Admits `http` origins on loopback, for tests.
   *
   * @default `false`
   * @deprecated Dangerous: a token and its proof travel unencrypted. Never set it outside of a test.
   */
  readonly [dangerouslyAllowLoopbackHttp]?: boolean | undefined;
}

const optionNames: ReadonlySet<string> = new Set<keyof BoundFetchOptions & string>([
  'client',
  'scopes',
  'authenticationScheme',
  'confirmation',
  'tenantId',
  'origins',
  'transport',
  'mtlsPool',
  'bindingCertificate',
  'allowUnboundFallback',
  'maxBodyBytes',
  'events',
]);

const defaultMaxBodyBytes = 4 * 1024 * 1024;

/**
 * Makes a drop-in `fetch` that sends requests with a token, and with a fresh proof for each request where the token is bound to a key.
 *
 * With `mtls_pop` the connection is the proof: each request travels on one that presents exactly the certificate its token is bound to.
 *
 * It goes to the configured origins only, never follows a redirect (the redirect response is returned as it is), answers one nonce
 * challenge and one claims challenge per call, and then returns what came. It never sends a weaker token than it was made for, and
 * no challenge chooses where a token is asked for or sent.
 *
 * Not checked: the response, which is the caller's.
 *
 * @throws TypeError for wrong options
 * @throws {@link SchemeContradicted}, {@link FetchRefused} `ERR_FETCH_TRANSPORT` for options that do not fit the scheme
 * @throws from the returned function: {@link FetchRefused}, {@link ShrInvalid} (`ERR_SHR_QUERY_UNSIGNABLE` for a query that names a parameter
 * twice), and whatever acquiring a token throws
 * @see draft-ietf-oauth-signed-http-request-03; RFC 9110 section 11.6
 *
 * @example
 * ```ts
 * import { createBoundFetch, type TokenClient } from '@holdfast/oauth';
 *
 * export async function listOrders(client: TokenClient): Promise<unknown> {
 *   const boundFetch = createBoundFetch({
 *     client,
 *     scopes: ['api://orders/.default'],
 *     authenticationScheme: 'pop',
 *     origins: ['https://api.example'],
 *   });
 *   const response = await boundFetch('https://api.example/orders?page=2');
 *   return response.json();
 * }
 * ```
 */
export function createBoundFetch(options: BoundFetchOptions): BoundFetch {
  return createFetchLoop(readOptions(options));
}

function readOptions(options: BoundFetchOptions): FetchLoopOptions {
  checkOptionNames(options, optionNames);
  const { client, scopes, confirmation, tenantId, bindingCertificate, transport, mtlsPool } = options;
  const { maxBodyBytes = defaultMaxBodyBytes, allowUnboundFallback = false } = options;
  const scheme = parseSchemeName(options.authenticationScheme ?? 'pop');
  const allowLoopbackHttp = options[dangerouslyAllowLoopbackHttp] === true;
  const origins = parseOrigins(options.origins, allowLoopbackHttp);
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 0)
    throw new TypeError('maxBodyBytes must be a whole number');
  if (scheme !== 'mtls_pop' && (bindingCertificate !== undefined || options.allowUnboundFallback !== undefined)) {
    throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'options of mtls_pop' });
  }
  const tell = createEventSink(options.events);
  if (allowLoopbackHttp) tell({ name: 'option.dangerous', option: 'dangerouslyAllowLoopbackHttp' });
  if (allowUnboundFallback) tell({ name: 'option.dangerous', option: 'allowUnboundFallback' });
  return {
    transportFor: chooseTransport({ scheme, client, transport, mtlsPool, allowUnboundFallback }),
    exchange: createExchanges({ client, scheme, allowUnboundFallback }),
    maxBodyBytes,
    origins,
    tokenRequest: {
      scopes,
      authenticationScheme: scheme,
      confirmation,
      tenantId,
      ...(scheme === 'mtls_pop' ? { bindingCertificate, allowUnboundFallback } : {}),
    },
  };
}
