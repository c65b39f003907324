import { createEventSink, type EventSink, sha256Hex, type Transport } from '@holdfast/core';
import type { TokenClient } from '../acquire/token-client.ts';
import type { ClientTokenRequest } from '../acquire/token-request.ts';
import type { TokenResult } from '../acquire/token-result.ts';
import { TokenTypeDowngraded } from '../errors/token-errors.ts';
import type { DangerousOption } from '../events/token-event.ts';
import { createFetchTransport } from '../http/fetch-transport.ts';
import { parseSchemeName, type SchemeInput, type SchemeName } from '../scheme/scheme-name.ts';
import { checkOrigin, dangerouslyAllowLoopbackHttp, parseOrigins } from './origins.ts';
import { type Challenge, readChallenge, readNextNonce } from './read-challenge.ts';
import { readRequest } from './repeatable-request.ts';

/** Options of {@link createBoundFetch}. */
export interface BoundFetchOptions {
  /** Acquires the tokens and signs the requests. */
  readonly client: Pick<TokenClient, 'acquireTokenForClient' | 'signHttpRequest'>;
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
  /** Reaches the API. @default the runtime's own `fetch` */
  readonly transport?: Transport | undefined;
  /** Largest request body that is held for signing and repeating, in bytes. @default 4,194,304 (4 MiB) */
  readonly maxBodyBytes?: number | undefined;
  /** Told at once when a dangerous option is on. @default nobody */
  readonly events?: EventSink<DangerousOption> | undefined;
  /**
   * Admits `http` origins on loopback, for tests.
   *
   * @default `false`
   * @deprecated Dangerous: a token and its proof travel unencrypted. Never set it outside of a test.
   */
  readonly [dangerouslyAllowLoopbackHttp]?: boolean | undefined;
}

/** Takes what `fetch` takes and gives what `fetch` gives. */
export type BoundFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

const optionNames: ReadonlySet<string> = new Set<keyof BoundFetchOptions & string>([
  'client',
  'scopes',
  'authenticationScheme',
  'confirmation',
  'tenantId',
  'origins',
  'transport',
  'maxBodyBytes',
  'events',
]);

const defaultMaxBodyBytes = 4 * 1024 * 1024;

/**
 * Makes a drop-in `fetch` that sends requests with a token, and with a fresh proof for each request where the token is bound.
 *
 * It goes to the configured origins only, never follows a redirect (the redirect response is returned as it is), answers one nonce
 * challenge and one claims challenge per call, and then returns what came. It never sends a weaker token than it was made for, and
 * no challenge chooses where a token is asked for or sent.
 *
 * Not checked: the response, which is the caller's.
 *
 * @throws TypeError for wrong options
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
  const { client, transport, maxBodyBytes, scheme, origins, tokenRequest } = readOptions(options);
  // One nonce for each configured origin, so it cannot grow.
  const nonces = new Map<string, string>();

  const call = async (request: Request): Promise<Response> => {
    const origin = checkOrigin(request.url, origins);
    const { signable, signHeaders, signal, withAuthorization } = await readRequest(request, maxBodyBytes);
    let token = await client.acquireTokenForClient({ ...tokenRequest, signal });
    let left: Answers = { nonce: scheme === 'pop', claims: true };
    for (;;) {
      checkTokenType(token, scheme);
      const nonce = nonces.get(origin);
      const value = await client.signHttpRequest({ token, request: signable, signHeaders, nonce });
      const response = await transport(withAuthorization(value));
      rememberNonce(nonces, origin, readNextNonce(response));
      const challenge = response.status === 401 ? answerable(readChallenge(response), left) : undefined;
      if (challenge === undefined) return response;
      await response.body?.cancel();
      rememberNonce(nonces, origin, challenge.nonce);
      if (challenge.claims !== undefined) {
        // The hash lets callers whose token was refused together refresh it once.
        const accessTokenSha256ToRefresh = await sha256Hex(token.accessToken);
        const { claims } = challenge;
        token = await client.acquireTokenForClient({ ...tokenRequest, signal, claims, accessTokenSha256ToRefresh });
      }
      left = {
        nonce: left.nonce && challenge.nonce === undefined,
        claims: left.claims && challenge.claims === undefined,
      };
    }
  };

  return async (input, init) => {
    const request = new Request(input, init);
    try {
      return await call(request);
    } catch (error) {
      // Like fetch: an abort rejects with the caller's own reason, wherever it struck.
      if (request.signal.aborted) throw request.signal.reason;
      throw error;
    }
  };
}

/** The options with no questions left. */
interface FetchSettings {
  readonly client: BoundFetchOptions['client'];
  readonly transport: Transport;
  readonly maxBodyBytes: number;
  readonly scheme: SchemeName;
  readonly origins: ReadonlySet<string>;
  readonly tokenRequest: ClientTokenRequest;
}

function readOptions(options: BoundFetchOptions): FetchSettings {
  // A misspelt option would be ignored, and its default be in force without anybody noticing.
  if (!Object.keys(options).every((name) => optionNames.has(name))) throw new TypeError('there is an unknown option');
  const { client, scopes, confirmation, tenantId } = options;
  const { transport = createFetchTransport(), maxBodyBytes = defaultMaxBodyBytes } = options;
  const scheme = parseSchemeName(options.authenticationScheme ?? 'pop');
  const allowLoopbackHttp = options[dangerouslyAllowLoopbackHttp] === true;
  const origins = parseOrigins(options.origins, allowLoopbackHttp);
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 0)
    throw new TypeError('maxBodyBytes must be a whole number');
  if (allowLoopbackHttp) {
    createEventSink(options.events)({ name: 'option.dangerous', option: 'dangerouslyAllowLoopbackHttp' });
  }
  const tokenRequest = { scopes, authenticationScheme: scheme, confirmation, tenantId };
  return { client, transport, maxBodyBytes, scheme, origins, tokenRequest };
}

/** Which challenges may still be answered in this call. */
interface Answers {
  readonly nonce: boolean;
  readonly claims: boolean;
}

function answerable(challenge: Challenge, left: Answers): Challenge | undefined {
  const nonce = left.nonce ? challenge.nonce : undefined;
  const claims = left.claims ? challenge.claims : undefined;
  return nonce === undefined && claims === undefined ? undefined : { nonce, claims };
}

function rememberNonce(nonces: Map<string, string>, origin: string, nonce: string | undefined): void {
  if (nonce !== undefined) nonces.set(origin, nonce);
}

// The client promises this already; a client of somebody else may not.
function checkTokenType(token: Pick<TokenResult, 'tokenType' | 'bindingThumbprint'>, scheme: SchemeName): void {
  const isBound = token.tokenType === 'pop' && token.bindingThumbprint !== undefined;
  if (scheme !== 'bearer' && !isBound) throw new TokenTypeDowngraded({ requested: 'pop', received: 'bearer' });
}
